import type { Runner } from "@icn-mesh/sandbox";

/** As much of a runner as an executor needs. */
export type WorkRunner = Pick<Runner, "kinds" | "run">;

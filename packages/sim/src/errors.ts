import { CodedError } from "@icn-mesh/core";

/** Everything that `@icn-mesh/sim` throws. What goes wrong inside a simulated world is a violation in its report. */
export type SimFailure =
  | { readonly code: "SIM_BAD_PLAN"; readonly because: string }
  | { readonly code: "SIM_WORKER_DIED"; readonly exit: number };

/** A failure of this package, with the facts that belong to its code. */
export class SimError extends CodedError<SimFailure> {
  override name = "SimError";
}

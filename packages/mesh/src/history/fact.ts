import type { Signed } from "@icn-mesh/core";

/** A body and its name. Whether its signature holds was asked before, or is asked by `checkHistory`. */
export type Fact<Body> = Pick<Signed<Body>, "cid" | "body">;

import { DagError } from "../errors.ts";
import type { CarFault } from "./car-fault.ts";

/** The error for a CAR that is not what it should be. */
export function carRefused(
  reason: CarFault,
  facts: { readonly cid?: string } = {},
  cause?: unknown,
): DagError {
  return new DagError(
    `not a CAR to take: ${reason}`,
    { code: "DAG_CAR_REFUSED", reason, ...facts },
    { cause },
  );
}

/** The error for a CAR that goes beyond a bound. */
export function carTooLarge(bound: "block" | "blocks" | "bytes" | "header"): DagError {
  return new DagError(`too many bytes or blocks for a CAR: ${bound}`, { code: "DAG_CAR_TOO_LARGE", bound });
}

import { SimError } from "../errors.ts";
import { clock } from "./clock.ts";
import { crash } from "./crash.ts";
import { delay } from "./delay.ts";
import { duplication } from "./duplication.ts";
import type { Fault } from "./fault.ts";
import { loss } from "./loss.ts";
import { partition } from "./partition.ts";
import { pause } from "./pause.ts";
import { reordering } from "./reordering.ts";

/** All kinds of trouble that a plan may have. */
export const ALL_FAULTS: readonly Fault[] = [
  delay,
  loss,
  duplication,
  reordering,
  partition,
  crash,
  pause,
  clock,
];

/** The fault of a kind. */
export function faultOfKind(kind: string): Fault {
  const fault = ALL_FAULTS.find((each) => each.kind === kind);
  if (fault === undefined)
    throw new SimError("no such fault", {
      code: "SIM_BAD_PLAN",
      because: `there is no fault called ${kind}`,
    });
  return fault;
}

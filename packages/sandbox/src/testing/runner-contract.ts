import type { Contract } from "@icn-mesh/core/testing";
import { eventPromises } from "./runner-contract/event-promises.ts";
import { limitPromises } from "./runner-contract/limit-promises.ts";
import { outcomePromises } from "./runner-contract/outcome-promises.ts";
import type { RunnerSubject } from "./runner-contract/sample-work.ts";
import { statePromises } from "./runner-contract/state-promises.ts";

/** All that a `Runner` promises. One runner may stand for all checks: none harms the next. */
export const runnerContract: Contract<RunnerSubject> = [
  ...outcomePromises,
  ...limitPromises,
  ...eventPromises,
  ...statePromises,
];

export type { RunnerSubject } from "./runner-contract/sample-work.ts";
export { runnerContract } from "./runner-contract.ts";

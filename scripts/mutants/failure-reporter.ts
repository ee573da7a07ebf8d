import type { Reporter, TestModule } from "vitest/node";

/** What failed since it was asked last: vitest itself keeps the results of files that a run did not come to. */
export interface FailureReporter extends Reporter {
  /** The first failure since the last call; undefined if there was none. */
  take(): string | undefined;
}

/** Listens to the runs of a vitest, and prints nothing. */
export function createFailureReporter(): FailureReporter {
  let first: string | undefined;
  const note = (text: string): void => {
    first ??= text;
  };
  return {
    onTestCaseResult(test) {
      if (test.result().state === "failed") note(`${test.module.relativeModuleId} > ${test.fullName}`);
    },
    onTestModuleEnd(module: TestModule) {
      for (const { message } of module.errors()) note(`${module.relativeModuleId}: ${message}`);
    },
    onTestRunEnd(_modules, errors) {
      for (const { message } of errors) note(message);
    },
    take() {
      const taken = first;
      first = undefined;
      return taken;
    },
  };
}

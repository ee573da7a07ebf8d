import type { Reporter, SerializedError, TestModule } from "vitest/node";
import { sumTallies, type Tally, tallyLine } from "./tally.ts";
import { TALLY_FOLDER, writeTally } from "./tally-folder.ts";

/** A vitest reporter that ends the output with the count and leaves it for `.ci/run`. */
export function tallyReporter(suite: string, folder = TALLY_FOLDER): Reporter {
  return {
    onTestRunEnd: (modules, unhandledErrors) => {
      const tally = sumTallies([...modules.map(tallyOf), broken(unhandledErrors)]);
      writeTally(suite, tally, folder);
      console.log(tallyLine(tally));
    },
  };
}

function tallyOf(module: TestModule): Tally {
  const states = [...module.children.allTests()].map((test) => test.result().state);
  const count = (state: string): number => states.filter((each) => each === state).length;
  return sumTallies([
    { passed: count("passed"), failed: count("failed") + count("pending"), skipped: count("skipped") },
    broken(module.errors()),
  ]);
}

/** An error outside of all tests is a failure of its own: a file that does not load has no tests to fail. */
function broken(errors: readonly SerializedError[]): Tally {
  return { passed: 0, failed: errors.length, skipped: 0 };
}

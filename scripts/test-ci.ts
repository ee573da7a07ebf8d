import { runInChromium } from "./browser/run-in-chromium.ts";
import { runPages } from "./browser/run-pages.ts";
import { runAndExit } from "./steps/run-and-exit.ts";
import { suiteOutcome } from "./steps/suite-outcome.ts";

// `pnpm test:ci` runs the suites that are too long, or need too much of the machine, for `pnpm test`.
await runAndExit("test-ci", [
  {
    name: "long suites",
    run: () => suiteOutcome("long", ["vitest", "run", "--config", "vitest.ci.config.ts"]),
  },
  { name: "core in Chromium", run: runInChromium },
  // It installs nothing: the step before has done that.
  { name: "pages in Chromium", after: ["core in Chromium"], run: runPages },
]);

import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { configDefaults, defineConfig } from "vitest/config";
import { findChromium } from "../../scripts/browser/find-chromium.ts";
import { tallyReporter } from "../../scripts/tally/tally-reporter.ts";
import { BROWSER_FLAGS } from "./browser-flags.ts";

/** The packages whose tests run in browsers too, but for those in `test/node` and `*.node.test.ts`. */
const PACKAGES = ["core"];

const root = fileURLToPath(new URL("../..", import.meta.url));
const executablePath = findChromium();

export default defineConfig({
  resolve: {
    // A browser takes the sources, and `#native` and its like in their version for browsers.
    conditions: ["@icn-mesh/source", "module", "browser", "development|production"],
    // The tests lie in packages with a vitest of their own; there may be one only, that of this folder.
    dedupe: ["vitest"],
  },
  server: { fs: { allow: [root] } },
  // A dependency that vite discovers during the run makes it reload the page under the tests. All are ESM as they are.
  optimizeDeps: { noDiscovery: true, include: ["vitest > expect-type"] },
  test: {
    dir: root,
    include: PACKAGES.map((name) => `packages/${name}/test/**/*.test.ts`),
    exclude: [...configDefaults.exclude, "**/test/node/**", "**/*.node.test.ts", "**/*.ci.test.ts"],
    reporters: ["default", tallyReporter("browser")],
    // One page for all files: each would load the same modules again, one by one.
    isolate: false,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: {
          ...(executablePath === undefined ? {} : { executablePath }),
          args: BROWSER_FLAGS,
        },
      }),
      instances: [{ browser: "chromium" }],
    },
  },
});

import { chmodSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { findChromium } from "../../browser/find-chromium.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("the environment decides where Chromium is", () => {
  expect(findChromium({ CHROMIUM: "/opt/chromium", PATH: "" })).toBe("/opt/chromium");
});

// Windows does not tell programs from other files.
test.skipIf(process.platform === "win32")("else it is the first program of such a name on the path", () => {
  const empty = temporaryFolder({ chromium: "no program" });
  const folder = temporaryFolder({ chromium: "a program" });
  chmodSync(join(folder, "chromium"), 0o755);
  expect(findChromium({ PATH: [empty, folder].join(delimiter) })).toBe(join(folder, "chromium"));
});

test("a machine without one has none", () => {
  expect(findChromium({ PATH: temporaryFolder({}) })).toBeUndefined();
});

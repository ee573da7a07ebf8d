import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { bestEngine } from "../../src/node/best-engine.ts";

const run = promisify(execFile);
const here = (name: string): URL => new URL(name, import.meta.url);

/** What a program gets whose `sodium-native` is this file, or is missing. */
async function engineWith(sodium: URL | undefined): Promise<string> {
  const { stdout } = await run(
    process.execPath,
    [
      "--conditions=@icn-mesh/source",
      "--import",
      here("engine-hooks.ts").href,
      fileURLToPath(here("engine-program.ts")),
    ],
    { env: { ...process.env, ...(sodium && { SODIUM_NATIVE: sodium.href }) } },
  );
  return stdout.trim();
}

describe("the best engine", () => {
  it("is libsodium where it is installed", () => {
    expect(bestEngine().name).toBe("sodium");
  });

  it("is Node's own where libsodium is not installed", async () => {
    expect(await engineWith(undefined)).toBe("node:crypto");
  });

  it("is none at all where libsodium has verdicts of its own", async () => {
    expect(await engineWith(here("agreeable-engine.cjs"))).toBe("CORE_ENGINE_DISAGREES");
  });
});

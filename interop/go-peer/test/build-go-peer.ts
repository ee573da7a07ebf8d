import { execFile } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env } from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const cwd = fileURLToPath(new URL("../peer", import.meta.url));
const options = { cwd, env: { ...env, GOFLAGS: "-mod=readonly", GOTOOLCHAIN: "local" } };

/** The program, in a folder of its own that is the caller's to remove. */
export async function buildGoPeer(): Promise<{ readonly folder: string; readonly program: string }> {
  const folder = await mkdtemp(join(tmpdir(), "icn-mesh-go-peer-"));
  const program = join(folder, "go-peer");
  await run("go", ["build", "-o", program, "."], options);
  return { folder, program };
}

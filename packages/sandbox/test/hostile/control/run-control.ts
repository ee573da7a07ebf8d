import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import type { HostileGuest } from "../hostile-guest.ts";
import { type ControlReport, REPORT } from "./control-report.ts";

/** How a bare process fared with a guest. */
export type ControlEnd =
  | { readonly type: "reported"; readonly report: ControlReport }
  /** It was killed after so much time as the guest was allowed, and a second. */
  | { readonly type: "hung" }
  | { readonly type: "died"; readonly how: string };

const program = fileURLToPath(new URL("control-program.ts", import.meta.url));
/** Keeps a guest that eats memory from eating that of the machine. */
const HEAP_MIB = 128;
/** After so many calls, a host that wants to stop its guest throws. */
const PATIENCE = 1000;

/** Runs a guest in a bare process, without any limit but the time after which it is killed. */
export async function runControl(guest: HostileGuest, killAfterMs: number): Promise<ControlEnd> {
  const folder = await mkdtemp(join(tmpdir(), "hostile-"));
  const file = join(folder, "guest");
  await writeFile(file, await guest.source());
  const patience = guest.bound === "is stopped by its host" ? PATIENCE : Number.POSITIVE_INFINITY;
  const flags = ["--conditions=@icn-mesh/source", "--no-warnings", `--max-old-space-size=${HEAP_MIB}`];
  try {
    return await runProgram([...flags, program, file, guest.kind, String(patience)], killAfterMs);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function runProgram(args: readonly string[], timeout: number): Promise<ControlEnd> {
  return new Promise((resolve) => {
    execFile(execPath, args, { timeout, killSignal: "SIGKILL" }, (error, stdout) => {
      const line = stdout.split("\n").find((text) => text.startsWith(REPORT));
      if (line !== undefined) resolve({ type: "reported", report: JSON.parse(line.slice(REPORT.length)) });
      else if (error?.killed === true) resolve({ type: "hung" });
      else resolve({ type: "died", how: String(error?.signal ?? error?.code) });
    });
  });
}

import { spawn } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { argv, execArgv, execPath } from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { systemClock } from "@icn-mesh/core/node";
import { openStorage } from "@icn-mesh/dag";
import { createProcessRunner } from "@icn-mesh/sandbox/node";
import { executeJob } from "./execute-job.ts";

const KILL_AT = "step 20,";

const [, , folder] = argv;
if (folder === undefined) await demonstrate();
else await execute(folder);

/** Kills an executor in the middle of a job, and has another one go on from what is left in its store. */
async function demonstrate(): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), "step-job-"));
  const [first, second, third] = [join(root, "first"), join(root, "second"), join(root, "third")];
  try {
    await watchExecutor("first", first, KILL_AT);
    await cp(first, second, { recursive: true });
    await watchExecutor("second", second);
    await watchExecutor("third", third);
  } finally {
    await rm(root, { recursive: true });
  }
}

/** Runs an executor as a process of its own, and kills it at a line with this text. */
async function watchExecutor(name: string, store: string, killAt = "never"): Promise<void> {
  const command = [...execArgv, fileURLToPath(import.meta.url), store];
  const child = spawn(execPath, command, { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface(child.stdout)) {
    if (line.includes(killAt)) {
      child.kill("SIGKILL");
      console.log(`${name.padEnd(8)}${line}, then killed`);
      return;
    }
    if (!line.startsWith("kept")) console.log(`${name.padEnd(8)}${line}`);
  }
}

/** One executor with one store. */
async function execute(store: string): Promise<void> {
  const storage = await openStorage(pathToFileURL(store).href);
  const runner = createProcessRunner({ clock: systemClock }, { processes: 1 });
  try {
    await executeJob({ runner, storage }, (label, text) => console.log(`${label.padEnd(8)}${text}`));
  } finally {
    await runner.close();
    await storage.close();
  }
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { commandEnv, commandOutcome, runCommand } from "../steps/run-command.ts";
import type { Outcome } from "../steps/step.ts";

const INSTALL = ["npm", "install", "--no-audit", "--no-fund", "--prefer-offline"];
const COMMAND = ["npx", "--no", "--", "icn-mesh"];
const LONGEST_MS = 600_000;

/**
 * What a stranger does with our tarballs and npm in an empty folder: installs them, starts a mesh of two nodes by
 * `npx icn-mesh dev`, has a job run on it and proven, and ends it by Ctrl-C.
 */
export async function meshOfTarballs(folder: string, tarballs: readonly string[]): Promise<Outcome> {
  if (process.platform === "win32") return { status: "skipped", reason: "no process groups on Windows" };
  const dependencies = Object.fromEntries(tarballs.map((path) => [nameOf(path), `file:${path}`]));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  const installed = await commandOutcome(INSTALL, { cwd: folder });
  return installed.status === "passed" ? tryMesh(folder) : installed;
}

/** The package that `pnpm pack` has put into a tarball of this name: `icn-mesh-core-1.2.3.tgz` has `@icn-mesh/core`. */
function nameOf(path: string): string {
  const name = basename(path).replace(/-\d+\.\d+\.\d+.*$/, "");
  return name.replace(/^icn-mesh-/, "@icn-mesh/");
}

async function tryMesh(folder: string): Promise<Outcome> {
  const mesh = startMesh(folder);
  try {
    const url = await mesh.url;
    if (url === undefined) return { status: "failed", output: `icn-mesh dev did not start: ${mesh.said()}` };
    return await tryJob(folder, url);
  } finally {
    await mesh.stop();
  }
}

async function tryJob(folder: string, url: string): Promise<Outcome> {
  const terms = ["--enough-bids", "1", "--bid-window-ms", "60000", "--watch", "--json", "--url", url];
  const submitted = await runCommand([...COMMAND, "submit", "--echo", "hello", ...terms], { cwd: folder });
  const last = submitted.output.trim().split("\n").at(-1) ?? "";
  if (submitted.code !== 0 || !last.includes('"status":"Completed"'))
    return { status: "failed", output: submitted.output };
  return commandOutcome([...COMMAND, "prove", JSON.parse(last).id, "--url", url], { cwd: folder });
}

interface Mesh {
  /** Where the API of its first node is; undefined where it ended before it was ready. */
  readonly url: Promise<string | undefined>;
  /** What it has printed. */
  said(): string;
  stop(): Promise<void>;
}

/** In a process group of its own, which a signal reaches as Ctrl-C would. */
function startMesh(folder: string): Mesh {
  const [program = "", ...args] = [...COMMAND, "dev", "--nodes", "2", "--port", "0", "--json"];
  const child = spawn(program, args, {
    cwd: folder,
    detached: true,
    env: commandEnv(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  for (const input of [child.stdout, child.stderr])
    createInterface({ input }).on("line", (line) => void lines.push(line));
  const gone = once(child, "exit");
  const signal = (name: NodeJS.Signals): void => {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined)
      process.kill(-child.pid, name);
  };
  const over = setTimeout(() => signal("SIGKILL"), LONGEST_MS);
  return {
    url: Promise.race([readyLine(child.stdout), gone.then(() => undefined)]),
    said: () => lines.join("\n"),
    async stop() {
      signal("SIGINT");
      await gone;
      clearTimeout(over);
    },
  };
}

async function readyLine(input: NodeJS.ReadableStream): Promise<string | undefined> {
  const ready = Promise.withResolvers<string | undefined>();
  createInterface({ input }).on("line", (line) => {
    if (line.includes('"type":"ready"')) ready.resolve(JSON.parse(line).nodes[0].url);
  });
  return ready.promise;
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { env, execArgv, execPath } from "node:process";
import { createInterface } from "node:readline";
import { CliError } from "../errors.ts";

/** What a node says when it takes part. */
export interface ReadyWords {
  readonly did: string;
  readonly net: string;
  readonly addresses: readonly string[];
  readonly url?: string;
}

/** A node in a process of its own. */
export interface NodeProcess extends ReadyWords {
  readonly name: string;
  readonly pid: number;
  /** Ends it at once, and resolves when it is gone. */
  kill(): Promise<void>;
  /** Lets it stop as it should, and resolves when it is gone. */
  stop(): Promise<void>;
}

/** What to start. */
export interface NodeProgram {
  readonly name: string;
  /** The file of the program, which takes what `icn-mesh` takes. */
  readonly program: string;
  readonly args: readonly string[];
}

const LAST_LINES = 20;

/** Starts a program that runs a node, and resolves when the node takes part; `CLI_NODE_GONE` if it ends before. */
export async function startNodeProcess({ name, program, args }: NodeProgram): Promise<NodeProcess> {
  const child = spawn(execPath, [...execArgv, program, "start", "--json", "--stop-with-input", ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    env,
  });
  // It may be gone before it has read that its input is over.
  child.stdin.on("error", () => undefined);
  const gone = once(child, "exit").then(() => undefined);
  const last = lastLinesOf(child);
  const words = await Promise.race([readyWordsOf(child), gone]);
  if (words === undefined)
    throw new CliError(`the node ${name} ended before it was ready:\n${last().join("\n")}`, {
      code: "CLI_NODE_GONE",
      node: name,
    });
  return {
    ...words,
    name,
    pid: child.pid ?? 0,
    async kill() {
      child.kill("SIGKILL");
      await gone;
    },
    async stop() {
      child.stdin.end();
      await gone;
    },
  };
}

async function readyWordsOf(child: ChildProcess): Promise<ReadyWords | undefined> {
  if (child.stdout === null) return undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const words = JSON.parse(line);
    if (words.type === "ready") {
      child.stdout.resume();
      return words;
    }
  }
  return undefined;
}

function lastLinesOf({ stderr }: ChildProcess): () => readonly string[] {
  const lines: string[] = [];
  if (stderr === null) return () => lines;
  createInterface({ input: stderr }).on("line", (line) => {
    lines.push(line);
    if (lines.length > LAST_LINES) lines.shift();
  });
  return () => lines;
}

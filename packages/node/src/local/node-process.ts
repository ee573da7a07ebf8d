import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { env, execArgv, execPath } from "node:process";
import { createInterface } from "node:readline";
import { NodeError } from "../errors.ts";

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

/**
 * A program that runs a node. It takes `--data <directory>` and `--set key=value`, prints a line of JSON with `type`
 * `ready` when it takes part, and ends when its input does, as `icn-mesh start --json --stop-with-input` does.
 */
export interface NodeProgram {
  readonly file: string;
  /** What comes before the rest. */
  readonly args?: readonly string[];
}

/** A node to be started by it. */
export interface ProgramCall extends NodeProgram {
  readonly name: string;
  readonly data: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Where processes keep the code that they have compiled, so that the next one need not. */
  readonly compiled: string;
}

const LAST_LINES = 20;

/** Starts a program that runs a node, and resolves when the node takes part; `NODE_PROCESS_GONE` if it ends before. */
export async function startNodeProcess(call: ProgramCall): Promise<NodeProcess> {
  const { name, file, args = [], compiled } = call;
  const child = spawn(execPath, [...execArgv, file, ...args, ...argsOf(call)], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { NODE_COMPILE_CACHE: compiled, ...env },
  });
  // It may be gone before it has read that its input is over.
  child.stdin.on("error", () => undefined);
  const gone = once(child, "exit").then(() => undefined);
  const last = lastLinesOf(child);
  const words = await Promise.race([readyWordsOf(child), gone]);
  if (words === undefined)
    throw new NodeError(`the node ${name} ended before it was ready:\n${last().join("\n")}`, {
      code: "NODE_PROCESS_GONE",
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

function argsOf({ data, settings }: ProgramCall): readonly string[] {
  const all = Object.entries(settings).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
  return ["--data", data, ...all];
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

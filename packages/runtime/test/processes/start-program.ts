import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, execPath } from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A process that takes lines of JSON and prints lines of JSON. */
export interface Program {
  readonly child: ChildProcess;
  say(words: object): void;
  /** Called with each line that it prints. */
  onWords(listener: (words: Readonly<Record<string, unknown>>) => void): void;
  /** Resolves when it is gone, to the signal that ended it. */
  readonly gone: Promise<NodeJS.Signals | null>;
}

const running = new Set<ChildProcess>();
/** Compiling the sources takes most of a start, and is done once. */
const compiled = { NODE_COMPILE_CACHE: join(tmpdir(), "icn-mesh-compiled") };

/** Starts a program of a test from its source. */
export function startProgram(url: URL): Program {
  const flags = ["--conditions=@icn-mesh/source", "--no-warnings"];
  const child = spawn(execPath, [...flags, fileURLToPath(url)], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...env, ...compiled },
  });
  running.add(child);
  const gone = once(child, "exit").then(([, signal]): NodeJS.Signals | null => {
    running.delete(child);
    return signal;
  });
  child.stdin.on("error", () => undefined); // it may be gone before it has read everything
  const lines = createInterface({ input: child.stdout });
  return {
    child,
    gone,
    say: (words) => void child.stdin.write(`${JSON.stringify(words)}\n`),
    onWords: (listener) => void lines.on("line", (line) => listener(JSON.parse(line))),
  };
}

/** Kills whatever a failed test has left. */
export function killPrograms(): void {
  for (const child of running) child.kill("SIGKILL");
}

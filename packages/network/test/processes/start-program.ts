import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { execPath } from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A process that prints lines and reads them. */
export interface Program {
  readonly child: ChildProcess;
  /** The next line that it prints. */
  line(): Promise<string>;
  /** Every line that was printed and not asked for. */
  lines(): readonly string[];
  say(line: string): void;
  /** Ends its input, and waits until it is gone. */
  stop(): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

const running = new Set<ChildProcess>();

/** Starts a program of a test from its source. */
export function startProgram(url: URL, args: readonly string[]): Program {
  const flags = ["--conditions=@icn-mesh/source", "--no-warnings"];
  const child = spawn(execPath, [...flags, fileURLToPath(url), ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  running.add(child);
  const gone = once(child, "exit").then(() => running.delete(child));
  const printed: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    const taker = waiting.shift();
    if (taker === undefined) printed.push(line);
    else taker(line);
  });
  child.stdin.on("error", () => undefined); // it may be gone before it has read everything

  return {
    child,
    async line() {
      const next = printed.shift();
      if (next !== undefined) return next;
      const line = new Promise<string>((resolve) => waiting.push(resolve));
      return Promise.race([
        line,
        gone.then(() => {
          throw new Error("the program is gone");
        }),
      ]);
    },
    lines: () => printed.splice(0),
    say: (line) => void child.stdin.write(`${line}\n`),
    async stop() {
      child.kill("SIGCONT");
      child.stdin.end();
      await gone;
    },
    async kill(signal) {
      child.kill(signal);
      if (signal === "SIGKILL") await gone;
    },
  };
}

/** Kills whatever a failed test has left. */
export function killPrograms(): void {
  for (const child of running) child.kill("SIGKILL");
}

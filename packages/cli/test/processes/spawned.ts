import { spawn } from "node:child_process";
import { once } from "node:events";
import { env, execPath } from "node:process";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** The command as a process, killed with the test at the latest. */
export interface Spawned {
  readonly pid: number;
  /** The next line of what it prints, which is JSON; throws where it has ended without one. */
  nextWords(): Promise<Readonly<Record<string, unknown>>>;
  kill(signal: NodeJS.Signals): void;
  /** Ends its input. */
  endInput(): void;
  /** How it ends, and what it complained of. */
  readonly ended: Promise<{ readonly code: number | null; readonly err: string }>;
}

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** Types a command in a process of its own. */
export function spawned(args: readonly string[], changes: Readonly<Record<string, string>> = {}): Spawned {
  const child = spawn(execPath, ["--conditions=@icn-mesh/source", "--no-warnings", MAIN, ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...env, NO_COLOR: "1", ...changes },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  child.stdin.on("error", () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exit = once(child, "exit");
  const complaints = text(child.stderr);
  return {
    pid: child.pid ?? 0,
    async nextWords() {
      const { value, done } = await lines.next();
      if (done) throw new Error(`it ended without a word: ${await complaints}`);
      return JSON.parse(value);
    },
    kill: (signal) => void child.kill(signal),
    endInput: () => void child.stdin.end(),
    ended: exit.then(async ([code]) => ({ code, err: await complaints })),
  };
}

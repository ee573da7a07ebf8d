import process from "node:process";
import type { Terminal } from "./terminal.ts";

const NARROW = 80;

/** The terminal of this process. Ctrl-C and SIGTERM ask it to end, and a second time end it. */
export function processTerminal(): Terminal {
  const { env, stderr, stdin, stdout } = process;
  const over = new AbortController();
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    process.on(signal, () => {
      if (over.signal.aborted) process.exit(code);
      over.abort();
    });
  }
  // Whoever reads may stop reading, as `head` does.
  stdout.on("error", () => process.exit(0));
  return {
    env,
    input: stdin,
    hasInputTerminal: stdin.isTTY === true,
    isTerminal: stdout.isTTY === true,
    get width() {
      return stdout.columns ?? NARROW;
    },
    write: (text) => void stdout.write(text),
    complain: (text) => void stderr.write(text),
    interrupted: over.signal,
  };
}

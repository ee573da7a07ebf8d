import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { root } from "./root.ts";
import type { Outcome } from "./step.ts";

/** Where and how a command runs. */
export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** How a command ended, and all that it wrote. */
export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

/** Runs a program of this workspace to its end, without input; never rejects for what the program does. */
export function runCommand(command: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? root,
      env: { ...commandEnv(), ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.stderr.on("data", (chunk) => chunks.push(chunk));
    child.on("error", (error) => resolve({ code: 1, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}

/** The environment of commands: that of this process, without colours, in which the workspace's own programs come first. */
export function commandEnv(): NodeJS.ProcessEnv {
  // So that a step also works when pnpm did not start it.
  const path = [join(root, "node_modules/.bin"), process.env["PATH"] ?? ""].join(delimiter);
  return { ...process.env, PATH: path, NO_COLOR: "1", TURBO_TELEMETRY_DISABLED: "1" };
}

/** Passes if the command ends with zero, and else fails with what it wrote. */
export async function commandOutcome(
  command: readonly string[],
  options: CommandOptions = {},
): Promise<Exclude<Outcome, { status: "skipped" }>> {
  const { code, output } = await runCommand(command, options);
  return code === 0 ? { status: "passed" } : { status: "failed", output };
}

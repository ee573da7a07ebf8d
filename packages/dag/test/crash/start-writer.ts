import { type ChildProcess, spawn } from "node:child_process";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";

/** Which store a writer writes to, and how. */
export interface WriterOptions {
  readonly engine: "file" | "sqlite";
  readonly path: string;
  readonly steps: number;
  /** Leaves out the sync. */
  readonly withoutSync?: boolean;
  /** A program, with its arguments, that the writer runs under. */
  readonly under?: readonly string[];
}

/** A process that goes on with the history and prints each step that is acknowledged. */
export function startWriter({ engine, path, steps, withoutSync, under = [] }: WriterOptions): ChildProcess {
  const writer = fileURLToPath(new URL("writer.ts", import.meta.url));
  const node = [execPath, "--conditions=@icn-mesh/source", "--no-warnings", writer];
  const mode = withoutSync === true ? ["without-sync"] : [];
  const [program = "", ...args] = [...under, ...node, engine, path, String(steps), ...mode];
  return spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
}

import { SandboxError } from "../errors.ts";

/** A module to start a thread or a process with, and the arguments that Node needs for it. */
export interface ProgramEntry {
  readonly url: URL;
  readonly execArgv: readonly string[];
}

/**
 * Where a program of this package is. From sources, whoever runs it needs to be told so too; else the package knows its
 * own entries, wherever a bundler put the module that asks.
 */
export function programUrl(name: "guest-worker" | "process-worker"): ProgramEntry {
  if (import.meta.url.endsWith(".ts")) {
    return { url: new URL(`./${name}.ts`, import.meta.url), execArgv: ["--conditions=@icn-mesh/source"] };
  }
  try {
    return { url: new URL(import.meta.resolve(`@icn-mesh/sandbox/node/${name}`)), execArgv: [] };
  } catch (cause) {
    throw new SandboxError(
      `the program ${name} of this package is not to be found`,
      { code: "SANDBOX_NO_PROGRAM", program: name },
      { cause },
    );
  }
}

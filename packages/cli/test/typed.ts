import type { ExitCode } from "../src/index.ts";
import { runCli } from "../src/index.ts";
import type { Terminal } from "../src/terminal/terminal.ts";

/** What came of a call. */
export interface Typed {
  readonly exit: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Types a command into a terminal that remembers what it was told. */
export async function typed(
  line: string | readonly string[],
  changes: Partial<Terminal> = {},
): Promise<Typed> {
  const said = { out: "", err: "" };
  const terminal: Terminal = {
    env: { ICN_MESH_LOG: "off" },
    input: nothing(),
    hasInputTerminal: false,
    isTerminal: false,
    width: 80,
    write(text) {
      said.out += typeof text === "string" ? text : new TextDecoder().decode(text);
    },
    complain(text) {
      said.err += text;
    },
    interrupted: new AbortController().signal,
    ...changes,
  };
  const argv = typeof line === "string" ? line.split(" ") : line;
  return { exit: await runCli(argv, terminal), ...said };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

import { EXIT, type ExitCode } from "./exit-code.ts";

/** What to tell somebody about a failure, and how to end. */
export interface ExplainedFailure {
  readonly code: string;
  readonly message: string;
  /** What to do next. */
  readonly next?: string;
  readonly exit: ExitCode;
}

const PREFIXES: readonly (readonly [start: string, exit: ExitCode, next?: string])[] = [
  ["CLI_USAGE", EXIT.usage],
  ["CORE_NOT_A_", EXIT.usage],
  [
    "CLI_NODE_GONE",
    EXIT.negative,
    "Its own last lines say why; icn-mesh doctor looks for the usual reasons.",
  ],
  ["CLI_", EXIT.setup],
  [
    "NODE_DATA_LOCKED",
    EXIT.setup,
    "icn-mesh commands that ask a running node need no data directory: leave --data away.",
  ],
  ["NODE_", EXIT.setup, "icn-mesh doctor looks at the whole set-up and says what to put right."],
  [
    "CORE_KEY_FILE_LOCKED",
    EXIT.setup,
    "Set ICN_MESH_KEYS_PASSPHRASE, or name a file by keys.passphraseFile.",
  ],
  [
    "CORE_KEY_FILE_WRONG_PASSPHRASE",
    EXIT.setup,
    "Check ICN_MESH_KEYS_PASSPHRASE or the file of keys.passphraseFile.",
  ],
  ["CORE_KEY_FILE_", EXIT.setup],
  ["CORE_BAD_LOG_LEVELS", EXIT.setup, "log is a level or component=level, e.g. info,network=debug"],
  [
    "NETWORK_",
    EXIT.setup,
    "Another program may have the port: set network.listen to another one, or to port 0.",
  ],
  ["DAG_STORE_LOCKED", EXIT.setup, "Stop the node that uses the store, and try again."],
  ["DAG_", EXIT.setup, "icn-mesh verify looks at every block and says which are damaged."],
  ["CLIENT_UNREACHABLE", EXIT.unreachable, "Start a node with icn-mesh start, or name another one by --url."],
  ["CLIENT_", EXIT.refused],
];

/** Explains what was thrown, from whichever package it comes. What has no code is a defect of this program. */
export function explainFailure(error: unknown): ExplainedFailure {
  const { code, message } = Object(error) as { readonly code?: unknown; readonly message?: unknown };
  const text = typeof message === "string" ? message : String(error);
  if (typeof code !== "string") return defect(text);
  const [, exit, next] = PREFIXES.find(([start]) => code.startsWith(start)) ?? [];
  if (exit === undefined)
    return /^E[A-Z]+$/.test(code) ? system(code, text) : { code, message: text, exit: EXIT.negative };
  return { code, message: text, exit, ...(next !== undefined && { next }) };
}

function system(code: string, message: string): ExplainedFailure {
  const next = SYSTEM[code];
  return { code, message, exit: EXIT.setup, ...(next !== undefined && { next }) };
}

const SYSTEM: Readonly<Record<string, string>> = {
  EADDRINUSE: "Another program has the port: choose another one, or stop that program.",
  EACCES: "This user may not: correct the rights of the file, or take a port above 1023.",
  ENOSPC: "The disk is full: make room, and start again; nothing that was acknowledged is lost.",
  ENOENT: "Check the path.",
};

function defect(message: string): ExplainedFailure {
  const next = "This is a defect: please report it with what you typed. ICN_MESH_LOG=debug says more.";
  return { code: "CLI_DEFECT", message, next, exit: EXIT.defect };
}

import type { Problem } from "@icn-mesh/client";
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
    "NODE_PROCESS_GONE",
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
  [
    "GATEWAY_CANNOT_LISTEN",
    EXIT.setup,
    "Another program has the port: set http.port to another one, or to 0.",
  ],
  ["GATEWAY_", EXIT.setup, "icn-mesh config reference has the settings of http."],
  ["CLIENT_UNREACHABLE", EXIT.unreachable, "Start a node with icn-mesh start, or name another one by --url."],
  ["CLIENT_BAD_REQUEST", EXIT.usage],
  ["CLIENT_", EXIT.unreachable, "What answers there is no node of this version: check --url."],
];

/** Explains what was thrown, from whichever package it comes. What has no code is a defect of this program. */
export function explainFailure(error: unknown): ExplainedFailure {
  const refused = refusalIn(error);
  if (refused !== undefined) return refused;
  const { code, message } = Object(error) as { readonly code?: unknown; readonly message?: unknown };
  const text = typeof message === "string" ? message : String(error);
  if (typeof code !== "string") return defect(text);
  const [, exit, next] = PREFIXES.find(([start]) => code.startsWith(start)) ?? [];
  if (exit === undefined)
    return /^E[A-Z]+$/.test(code) ? system(code, text) : { code, message: text, exit: EXIT.negative };
  return { code, message: text, exit, ...(next !== undefined && { next }) };
}

/** What a node has refused, by the status of its answer. */
function refusalIn(error: unknown): ExplainedFailure | undefined {
  const { code, failure } = Object(error) as {
    readonly code?: unknown;
    readonly failure?: { readonly problem?: Problem };
  };
  const problem = code === "CLIENT_REFUSED" ? failure?.problem : undefined;
  if (problem === undefined) return undefined;
  const message = problem.detail ?? TOLD[problem.code] ?? problem.title;
  const [exit, next] = BY_STATUS[problem.status] ?? [EXIT.refused];
  return { code: problem.code, message, exit, ...(next !== undefined && { next }) };
}

const TOLD: Readonly<Record<string, string>> = {
  ECONOMICS_INSUFFICIENT: "the account has not that much",
  GATEWAY_JOB_ENDED: "the job has ended",
  GATEWAY_UNKNOWN: "the node knows no such thing",
};

const BY_STATUS: Readonly<Record<number, readonly [exit: ExitCode, next?: string]>> = {
  400: [EXIT.usage],
  401: [EXIT.refused, "Set ICN_MESH_API_KEY, or sign requests: --sign-with <key file>."],
  402: [EXIT.refused, "The account has not enough mana: lower --cost, or ask the charter for a deposit."],
  403: [EXIT.refused, "The key is not allowed this: ask an operator for one with more scopes."],
  404: [EXIT.missing, "icn-mesh jobs lists what there is."],
  422: [EXIT.usage],
  429: [EXIT.refused, "Wait a little, and try again."],
};

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

import { CodedError } from "@icn-mesh/core";
import { DagError } from "../errors.ts";

/** What a failed query means: that the work can be done again, or what to tell the caller. */
export type PostgresFault = { readonly again: true } | { readonly again: false; readonly error: Error };

// Classes and codes of SQLSTATE, and codes of the operating system, which begin with E.
const AGAIN = /^(08...|40001|40P01|55P03|57P0[123]|E[A-Z]+|EAI_AGAIN)$/;
const FULL = /^53100$/;
const READ_ONLY = /^(25006|42501)$/;

/** True if the connection is of no use any more, so that nobody knows what the server did last. */
export function isCutOff(error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined || /^(08...|57P0[123]|E[A-Z]+)$/.test(code);
}

/** Sorts an error of the driver; one that has a code of ours stays as it is. */
export function postgresFault(cause: unknown, path: string): PostgresFault {
  if (cause instanceof CodedError) return { again: false, error: cause };
  const code = codeOf(cause);
  if (code === undefined || AGAIN.test(code)) return { again: true };
  if (FULL.test(code)) {
    const message = `the server has no room for ${path}; nothing was lost, free some space and try again`;
    return { again: false, error: new DagError(message, { code: "DAG_DISK_FULL", path }, { cause }) };
  }
  if (READ_ONLY.test(code)) {
    const message = `the server does not let this user write to ${path}; grant it, or use the primary`;
    return { again: false, error: new DagError(message, { code: "DAG_STORE_READ_ONLY", path }, { cause }) };
  }
  return { again: false, error: unreachable(cause) };
}

/** What to say when the database does not answer, or answers with what nobody foresaw; nothing was written. */
export function unreachable(cause: unknown): DagError {
  const message = "Postgres did not do what it was asked; nothing was written. See the cause, and try again";
  return new DagError(message, { code: "DAG_DATABASE_UNREACHABLE" }, { cause });
}

/** What to say when the connection broke during a commit and its fate could not be found out. */
export function unknownOutcome(cause: unknown): DagError {
  const message =
    "the connection to Postgres broke during a commit; whether it went through is unknown: read its refs first";
  return new DagError(message, { code: "DAG_COMMIT_UNKNOWN" }, { cause });
}

/** The driver reports a broken connection in words, without a code. */
function codeOf(error: unknown): string | undefined {
  const code = (error as { readonly code?: unknown }).code;
  return typeof code === "string" ? code : undefined;
}

/** Fails a task that can be done again from its beginning. */
export function doAgain(why: string): Error {
  return Object.assign(new Error(why), { code: "40001" });
}

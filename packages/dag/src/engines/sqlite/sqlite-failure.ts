import { DagError } from "../../errors.ts";
import { storeFailed } from "../file/disk-failure.ts";
import { storeLocked } from "../instance-lock.ts";

// Result codes of SQLite, the lowest byte of what Node gives as `errcode`.
const BUSY = 5;
const READ_ONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;

/** True if there was no room for a transaction, which then was rolled back. */
export function isFull(error: unknown): boolean {
  return resultCode(error) === FULL;
}

/** What an error of SQLite means for a store; an error that has a code of ours stays as it is. */
export function sqliteFailure(cause: unknown, path: string): Error {
  const options = { cause };
  switch (resultCode(cause)) {
    case BUSY:
      return storeLocked(path, cause);
    case READ_ONLY:
      return new DagError(`${path} may not be written to`, { code: "DAG_STORE_READ_ONLY", path }, options);
    case CORRUPT:
    case NOT_A_DATABASE:
      return damagedDatabase(path, "SQLite cannot read it", cause);
    case FULL: {
      const message = `no room to write to ${path}; nothing was lost, free some space and try again`;
      return new DagError(message, { code: "DAG_DISK_FULL", path }, options);
    }
    case CANNOT_OPEN: {
      const message = `${path} cannot be opened or made; look at its directory`;
      return new DagError(message, { code: "DAG_STORE_IO", path }, options);
    }
    case undefined:
      return cause as Error;
    default:
      return storeFailed(path, cause);
  }
}

/** What was acknowledged is not there as it was written. */
export function damagedDatabase(path: string, what: string, cause?: unknown): DagError {
  return new DagError(
    `${path} is damaged: ${what}; restore the store from a backup`,
    { code: "DAG_STORE_DAMAGED", path },
    { cause },
  );
}

function resultCode(error: unknown): number | undefined {
  const code = (error as { readonly errcode?: unknown }).errcode;
  return typeof code === "number" ? code & 0xff : undefined;
}

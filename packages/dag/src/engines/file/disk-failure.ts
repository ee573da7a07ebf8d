import { CodedError } from "@icn-mesh/core";
import { DagError } from "../../errors.ts";

const FULL = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
const REFUSED = new Set(["EROFS", "EACCES", "EPERM"]);

/** True if there was no room for a write, which then changed nothing that counts. */
export function isDiskFull(error: unknown): boolean {
  return FULL.has(String((error as NodeJS.ErrnoException).code));
}

/** What an error of the operating system means for a store; a coded error stays as it is. */
export function diskFailure(cause: unknown, path: string): Error {
  if (cause instanceof CodedError) return cause;
  if (isDiskFull(cause)) {
    const message = `no room to write to ${path}; nothing was lost, free some space and try again`;
    return new DagError(message, { code: "DAG_DISK_FULL", path }, { cause });
  }
  if (REFUSED.has(String((cause as NodeJS.ErrnoException).code))) {
    const message = `${path} may not be written to; the store needs a directory that its user can write`;
    return new DagError(message, { code: "DAG_STORE_READ_ONLY", path }, { cause });
  }
  const message = `the operating system cannot read or write ${path}; look at the disk`;
  return new DagError(message, { code: "DAG_STORE_IO", path }, { cause });
}

/** What a store says from the moment on when it cannot know any more what is durable. */
export function storeFailed(path: string, cause: unknown): DagError {
  const message = `a write to ${path} could not be made durable; no more are taken until it is opened again`;
  return new DagError(message, { code: "DAG_STORE_FAILED", path }, { cause });
}

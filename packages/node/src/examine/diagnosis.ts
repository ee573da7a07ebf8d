import { codeOf } from "../data/code-of.ts";

/** What one look at a node has shown. */
export interface Diagnosis {
  /** What was looked at, e.g. `key`. */
  readonly check: string;
  readonly status: "ok" | "warning" | "fault";
  readonly says: string;
  /** What to do about it. */
  readonly fix?: string;
  readonly code?: string;
}

/** All is well. */
export function well(check: string, says: string): Diagnosis {
  return { check, status: "ok", says };
}

/** Something to know. */
export function warning(check: string, says: string, fix: string): Diagnosis {
  return { check, status: "warning", says, fix };
}

/** Something is wrong: what was thrown, and what to do about it. */
export function fault(check: string, error: unknown, fix?: string): Diagnosis {
  const code = codeOf(error);
  const known = fix ?? (code === undefined ? undefined : FIXES[code]);
  const says = error instanceof Error ? error.message : String(error);
  return { check, status: "fault", says, fix: known ?? SEE_ERRORS, ...(code !== undefined && { code }) };
}

const SEE_ERRORS = "the code has a row in docs/errors.md";

const FIXES: Readonly<Record<string, string>> = {
  CORE_KEY_FILE_DAMAGED: "restore keys/node from a copy; without it the account is lost",
  CORE_KEY_FILE_EXPOSED: "chmod 600 the file, and consider a new account: somebody may have read it",
  CORE_KEY_FILE_LOCKED: "set ICN_MESH_KEYS_PASSPHRASE, or name a file by keys.passphraseFile",
  CORE_KEY_FILE_UNENCRYPTED: "unset the passphrase, or encrypt the key",
  CORE_KEY_FILE_WRONG_PASSPHRASE: "check ICN_MESH_KEYS_PASSPHRASE or the file of keys.passphraseFile",
  NODE_BAD_CONSTITUTION: "get the constitution again from who founded the federation",
  NODE_BAD_LETTER: "remove the file, or get it again from the charter",
  NODE_BAD_MEMBERSHIP: "get it again from the charter",
  NODE_DATA_DAMAGED: "restore the directory from a backup",
  NODE_DATA_FOREIGN: "name an empty directory by data",
  NODE_DATA_IO: "look at the rights of the directory and at the disk",
  NODE_DATA_LOCKED: "stop the node that runs there; what it keeps can be examined when it does not run",
  NODE_DATA_NEWER: "run the version that wrote it",
  ECONOMICS_BAD_CONSTITUTION: "get the constitution again from who founded the federation",
  ECONOMICS_BOOT_FILE_DAMAGED: "restore the number from your notes, or a higher one; never a lower one",
  EADDRINUSE: "stop the other program, or choose another port",
  EACCES: "choose a port above 1023, or give this user the right",
  EADDRNOTAVAIL: "name an address of this machine",
};

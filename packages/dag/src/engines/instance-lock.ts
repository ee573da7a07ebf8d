import { DatabaseSync } from "node:sqlite";
import { DagError } from "../errors.ts";

/** Holds a store for one instance of one process; the operating system lets go when the process ends, however. */
export interface InstanceLock {
  /** Once or more. */
  release(): void;
}

/** SQLite's code for a database that somebody else has locked. */
const BUSY = 5;

/**
 * Takes the lock of the file, which is made if need be and stays empty; `DAG_STORE_LOCKED` if somebody has it. Node
 * has no lock for files of its own, and one that is a mere file outlives a crash; SQLite has one on every platform.
 */
export function takeInstanceLock(path: string): InstanceLock {
  const database = new DatabaseSync(path);
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    return { release: () => database.isOpen && database.close() };
  } catch (cause) {
    database.close();
    if ((cause as { errcode?: number }).errcode !== BUSY) throw cause;
    throw storeLocked(path, cause);
  }
}

/** What to say when another instance has the store open. */
export function storeLocked(path: string, cause: unknown): DagError {
  const message = `another process, or another part of this one, has ${path} open; close it first`;
  return new DagError(message, { code: "DAG_STORE_LOCKED", path }, { cause });
}

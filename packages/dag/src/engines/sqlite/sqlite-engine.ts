import type { DatabaseSync } from "node:sqlite";
import { storeFailed } from "../file/disk-failure.ts";
import type { Witness } from "../file/witness.ts";
import { flatRows } from "../flat-rows.ts";
import type { LocalEngine, StoreChanges } from "../local-engine.ts";
import { createSqliteBlocks, type SqliteBlocks } from "./sqlite-blocks.ts";
import { isFull, sqliteFailure } from "./sqlite-failure.ts";
import { createSqliteRecords, type SqliteRecords } from "./sqlite-records.ts";

/** What an engine on SQLite works with. */
export interface SqliteEngineComponents {
  readonly database: DatabaseSync;
  readonly path: string;
  readonly witness: Witness;
}

/** Bytes written after which the WAL is copied into the database. */
const CHECKPOINT_BYTES = 4 * 1024 * 1024;
/** What a write adds to the WAL besides its content: the pages that it touches. */
const PAGES_PER_WRITE = 8 * 4096;

/** The store in a database that is open, up to date and locked. */
export function createSqliteEngine({ database, path, witness }: SqliteEngineComponents): LocalEngine {
  const blocks = guarded(createSqliteBlocks(database, path), path);
  const records = guarded(createSqliteRecords(database, path), path);
  const count = database.prepare("UPDATE store SET writes = writes + 1 RETURNING writes");
  let failure: unknown;
  let since = 0;

  function transact(changes: StoreChanges): number {
    database.exec("BEGIN IMMEDIATE");
    try {
      putChanges(changes, blocks, records);
      const writes = Number(count.get()?.["writes"]);
      database.exec("COMMIT");
      return writes;
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      throw error;
    }
  }

  /** SQLite would do this by itself, and keep to itself that a sync of the database failed. */
  function checkpoint(changes: StoreChanges): void {
    since += PAGES_PER_WRITE + sizeOf(changes);
    if (since < CHECKPOINT_BYTES) return;
    since = 0;
    database.exec("PRAGMA wal_checkpoint(PASSIVE)");
  }

  function write(changes: StoreChanges): void {
    try {
      witness.note(transact(changes));
    } catch (error) {
      if (!isFull(error)) failure = error;
      throw sqliteFailure(error, path);
    }
    try {
      checkpoint(changes);
    } catch (error) {
      if (!isFull(error)) failure = error; // what was written is durable all the same
    }
  }

  return {
    ref: records.ref,
    row: records.row,
    has: blocks.has,
    block: blocks.get,
    isStored: blocks.isStored,
    modelVersions: records.modelVersions,
    refPage: records.refPage,
    rowPage: records.rowPage,
    cidPages: blocks.pages,
    async write(changes) {
      if (failure !== undefined) throw storeFailed(path, failure);
      write(changes);
    },
    async close() {
      const writes = Number(database.prepare("SELECT writes FROM store").get()?.["writes"]);
      database.close();
      if (failure === undefined) await witness.swear(writes);
      witness.close();
    },
  };
}

function putChanges(
  { removed, models, rows, refs, blocks: added }: StoreChanges,
  blocks: SqliteBlocks,
  records: SqliteRecords,
): void {
  for (const cid of removed ?? []) blocks.remove(cid);
  for (const [model, version] of models ?? []) records.setModel(model, version);
  for (const [model, key, value] of flatRows(rows)) records.setRow(model, key, value);
  for (const [name, cid] of refs ?? []) records.setRef(name, cid);
  for (const [cid, bytes] of added ?? []) blocks.put(cid, bytes);
}

function sizeOf({ blocks, rows }: StoreChanges): number {
  let size = 0;
  for (const bytes of blocks?.values() ?? []) size += bytes.length;
  for (const [, , value] of flatRows(rows)) size += value?.length ?? 0;
  return size;
}

/** The same functions, whose errors of SQLite become errors of a store. */
function guarded<Functions extends object>(functions: Functions, path: string): Functions {
  const wrapped = Object.entries(functions).map(([name, run]) => [
    name,
    (...args: unknown[]) => {
      try {
        return run(...args);
      } catch (error) {
        throw sqliteFailure(error, path);
      }
    },
  ]);
  return Object.fromEntries(wrapped);
}

import { existsSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import type { Storage, StorageOptions } from "@icn-mesh/core";
import { DagError } from "../../errors.ts";
import { diskFailure } from "../file/disk-failure.ts";
import { makeDirectory, openNodeDisk } from "../file/node-disk.ts";
import { createWitness, openWitness, type Witness } from "../file/witness.ts";
import { openLocalStorage } from "../local-storage.ts";
import { isEmpty, migrate } from "./schema.ts";
import { createSqliteEngine } from "./sqlite-engine.ts";
import { damagedDatabase, sqliteFailure } from "./sqlite-failure.ts";

/** How to open a store in SQLite. */
export interface SqliteStorageOptions extends StorageOptions {
  /** False to fail with `DAG_STORE_MISSING` where there is no database yet: true when not given. */
  readonly createIfMissing?: boolean;
}

/** Settings for tests. */
export interface SqliteEngineOptions {
  /** False leaves out the sync, so that a crash test can show that it would notice. */
  readonly durable?: boolean;
}

/**
 * The store in an SQLite database, made on first use with a small `-witness` file beside it, which belongs to it as
 * the WAL does. One instance has it open at a time, `DAG_STORE_LOCKED` for the next.
 */
export async function openSqliteStorage(
  file: string | URL,
  options: SqliteStorageOptions = {},
  { durable = true }: SqliteEngineOptions = {},
): Promise<Storage> {
  const path = typeof file === "string" ? resolve(file) : fileURLToPath(file);
  if (options.createIfMissing === false && !existsSync(path)) {
    throw new DagError(`there is no store in ${path}`, { code: "DAG_STORE_MISSING", path });
  }
  try {
    await makeDirectory(dirname(path));
  } catch (error) {
    throw diskFailure(error, path);
  }
  const isNew = !existsSync(`${path}-witness`);
  const database = open(path, durable);
  try {
    if (!isNew && isEmpty(database)) throw damagedDatabase(path, "it is empty, perhaps without its WAL");
    migrate(database, path);
    const witness = await hearWitness(database, path);
    return await openLocalStorage(createSqliteEngine({ database, path, witness }), options);
  } catch (error) {
    if (database.isOpen) database.close();
    throw diskFailure(sqliteFailure(error, path), path);
  }
}

/** Locked for as long as it is open: in exclusive mode SQLite keeps the lock of its first transaction. */
function open(path: string, durable: boolean): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    database.exec(`
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = ${durable ? "FULL" : "OFF"};
      PRAGMA fullfsync = ON;
      PRAGMA checkpoint_fullfsync = ON;
      PRAGMA wal_autocheckpoint = 0;
      PRAGMA trusted_schema = OFF;
      BEGIN IMMEDIATE;
      COMMIT`);
    return database;
  } catch (error) {
    database?.close();
    throw sqliteFailure(error, path);
  }
}

/** SQLite drops the end of a damaged WAL without a word; the witness knows how many writes there were. */
async function hearWitness(database: DatabaseSync, path: string): Promise<Witness> {
  const disk = openNodeDisk(dirname(path));
  const name = witnessOf(path);
  const { id, writes } = readStore(database);
  if (writes === 0 && !existsSync(`${path}-witness`)) await createWitness(disk, name, id);
  const heard = openWitness(disk, name);
  if (heard === undefined) throw damagedDatabase(path, `its file ${name} is missing`);
  const { witness, testimony } = heard;
  try {
    const isOurs = testimony.storeId.every((byte, at) => byte === id[at]);
    if (!isOurs) throw damagedDatabase(path, `${name} belongs to another store`);
    const missing = testimony.sequence - writes;
    if (missing > 0) throw damagedDatabase(path, `${missing} writes are missing, perhaps with its WAL`);
    await witness.swear(writes);
    return witness;
  } catch (error) {
    witness.close();
    throw error;
  }
}

function witnessOf(path: string): string {
  return `${basename(path)}-witness`;
}

function readStore(database: DatabaseSync): { readonly id: Uint8Array; readonly writes: number } {
  const store = database.prepare("SELECT id, writes FROM store").get();
  return { id: store?.["id"] as Uint8Array, writes: Number(store?.["writes"]) };
}

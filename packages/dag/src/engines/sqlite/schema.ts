import type { DatabaseSync } from "node:sqlite";
import { DagError } from "../../errors.ts";

// Each step takes the schema from the version before it to the next, in one transaction with the new version.
const STEPS: readonly string[] = [
  // Blocks are added in the order of their ids, so that bulk goes to the end of the file; what is scattered over
  // the whole of it is 48 bits of digest and an id.
  `CREATE TABLE blocks (id INTEGER PRIMARY KEY, cid BLOB NOT NULL, bytes BLOB NOT NULL);
   CREATE TABLE digests (digest INTEGER, id INTEGER, PRIMARY KEY (digest, id)) WITHOUT ROWID;
   CREATE TABLE refs (name TEXT PRIMARY KEY, cid BLOB NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID;
   CREATE TABLE rows (
     model TEXT, key TEXT, value BLOB NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (model, key)
   ) WITHOUT ROWID;
   CREATE TABLE models (model TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;
   CREATE TABLE store (id BLOB NOT NULL, writes INTEGER NOT NULL);
   INSERT INTO store VALUES (randomblob(16), 0);`,
];

/** Marks the file, so that a database of something else is not taken for a store. */
const APPLICATION_ID = 0x49_43_4e_4d;

/** Brings a new or older database up to date; `DAG_STORE_NEWER` for one that a newer program wrote. */
export function migrate(database: DatabaseSync, path: string): void {
  const version = pragma(database, "user_version");
  if (version > STEPS.length) {
    const message = `a newer program wrote ${path} (schema ${version}); use that program or a newer one`;
    throw new DagError(message, { code: "DAG_STORE_NEWER", path, version });
  }
  if (version > 0 && pragma(database, "application_id") !== APPLICATION_ID) {
    throw new DagError(`${path} is the database of something else`, { code: "DAG_STORE_IO", path });
  }
  STEPS.slice(version).forEach((step, index) => {
    const ids = `PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${version + index + 1}`;
    database.exec(`BEGIN IMMEDIATE; ${step}; ${ids}; COMMIT`);
  });
}

/** True for a database that was never migrated. */
export function isEmpty(database: DatabaseSync): boolean {
  return pragma(database, "user_version") === 0;
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
}

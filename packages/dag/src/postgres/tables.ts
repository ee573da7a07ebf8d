import type { PoolClient } from "pg";
import { DagError } from "../errors.ts";

/** The names of a store's tables, quoted, and the numbers of its locks. */
export interface Tables {
  /** For messages and as the channel of notifications. */
  readonly name: string;
  readonly schema: string;
  readonly blocks: string;
  readonly refs: string;
  readonly rows: string;
  readonly models: string;
  readonly changes: string;
  readonly store: string;
}

/** The tables in a schema of their own; `DAG_BAD_STORE_URL` for a name that would need an explanation. */
export function tablesIn(schema: string): Tables {
  if (!/^[a-z_][a-z0-9_]{0,50}$/.test(schema)) {
    throw new DagError("a schema is named by lower-case letters, digits and _", {
      code: "DAG_BAD_STORE_URL",
    });
  }
  const table = (name: string) => `"${schema}"."${name}"`;
  return {
    name: schema,
    schema: `"${schema}"`,
    blocks: table("blocks"),
    refs: table("refs"),
    rows: table("rows"),
    models: table("models"),
    changes: table("changes"),
    store: table("store"),
  };
}

// Locks of a transaction, by two numbers of which the first is the schema's.
/** Shared by commits; taken alone by whoever must not meet one: migrations, new read models, the end of a sweep. */
export const GATE = 1;
/** Taken last, by a commit that changes refs, so that changes are numbered in the order of the commits. */
export const ORDER = 2;

/** The SQL that waits for a lock until the transaction ends. */
export function lockSql({ name }: Tables, lock: number, mode: "" | "_shared" = ""): string {
  return `SELECT pg_advisory_xact_lock${mode}(hashtext('icn-mesh ${name}'), ${lock})`;
}

// Names sort by their bytes under the collation C, as the encoding is UTF-8. Values that have no hash have a checksum.
const STEPS: readonly ((tables: Tables) => string)[] = [
  (tables) => `
    CREATE TABLE ${tables.blocks} (cid bytea PRIMARY KEY, bytes bytea NOT NULL);
    ALTER TABLE ${tables.blocks} ALTER COLUMN bytes SET STORAGE EXTERNAL;
    CREATE TABLE ${tables.refs} (
      name text COLLATE "C" PRIMARY KEY,
      cid bytea NOT NULL REFERENCES ${tables.blocks} DEFERRABLE INITIALLY DEFERRED,
      checksum bigint NOT NULL
    );
    CREATE TABLE ${tables.rows} (
      model text COLLATE "C",
      key text COLLATE "C",
      value bytea NOT NULL,
      checksum bigint NOT NULL,
      PRIMARY KEY (model, key)
    );
    CREATE TABLE ${tables.models} (model text COLLATE "C" PRIMARY KEY, version integer NOT NULL);
    CREATE TABLE ${tables.changes} (
      number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      mark uuid NOT NULL,
      name text COLLATE "C" NOT NULL,
      before bytea,
      after bytea
    );`,
];

/** Makes the tables, or brings them up to date; `DAG_STORE_NEWER` if a newer program did that. */
export async function migrate(client: PoolClient, tables: Tables, create: boolean): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(lockSql(tables, GATE));
    await assertEncoding(client);
    const version = await versionOf(client, tables);
    if (version === 0 && !create) throw missing(tables);
    if (version > STEPS.length) throw newer(tables, version);
    if (version < STEPS.length) await climb(client, tables, version);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}

async function climb(client: PoolClient, tables: Tables, version: number): Promise<void> {
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${tables.schema}`);
  await client.query(`CREATE TABLE IF NOT EXISTS ${tables.store} (version integer NOT NULL)`);
  for (const step of STEPS.slice(version)) await client.query(step(tables));
  await client.query(`DELETE FROM ${tables.store}`);
  await client.query(`INSERT INTO ${tables.store} VALUES ($1)`, [STEPS.length]);
}

async function versionOf(client: PoolClient, { store }: Tables): Promise<number> {
  const { rows: found } = await client.query("SELECT to_regclass($1) AS found", [store]);
  if (found[0]?.found === null) return 0;
  const { rows } = await client.query(`SELECT version FROM ${store}`);
  return Number(rows[0]?.version ?? 0);
}

async function assertEncoding(client: PoolClient): Promise<void> {
  const { rows } = await client.query("SHOW server_encoding");
  if (rows[0]?.server_encoding === "UTF8") return;
  const message = "a store needs a Postgres database whose encoding is UTF8";
  throw new DagError(message, { code: "DAG_DATABASE_UNREACHABLE" });
}

function missing({ name }: Tables): DagError {
  return new DagError(`there is no store in the schema ${name}`, { code: "DAG_STORE_MISSING", path: name });
}

function newer({ name }: Tables, version: number): DagError {
  const message = `a newer program made the tables in ${name} (version ${version}); use that one or a newer one`;
  return new DagError(message, { code: "DAG_STORE_NEWER", path: name, version });
}

import { createMemoryStorage, type Storage, type StorageOptions } from "@icn-mesh/core";
import { DagError } from "./errors.ts";

/** What a store opens with. */
export interface OpenStorageOptions extends StorageOptions {
  /** False to fail with `DAG_STORE_MISSING` where there is no store yet: true when not given. */
  readonly createIfMissing?: boolean;
}

/**
 * Opens the store that a URL names: `file:///path/to/directory` for the embedded store, `sqlite:///path/to/file`,
 * `postgres://user@host/database` for one that several processes share, `memory:` for one that ends with the process.
 * Nothing of an engine is loaded before it is asked for.
 */
export async function openStorage(url: string, options: OpenStorageOptions = {}): Promise<Storage> {
  const open = OPENERS[schemeOf(url)];
  if (open === undefined) throw badUrl();
  return open(url, options);
}

type Opener = (url: string, options: OpenStorageOptions) => Promise<Storage>;

const OPENERS: Readonly<Record<string, Opener>> = {
  "memory:": async (_, options) => createMemoryStorage(options),
  async "file:"(url, options) {
    const location = localFile(url);
    const { openFileStorage } = await import("./engines/file/open-file-storage.ts");
    return openFileStorage(location, options);
  },
  async "sqlite:"(url, options) {
    const location = localFile(url);
    const { openSqliteStorage } = await import("./engines/sqlite/open-sqlite-storage.ts");
    return openSqliteStorage(location, options);
  },
  "postgres:": openPostgres,
  "postgresql:": openPostgres,
};

async function openPostgres(url: string, options: OpenStorageOptions): Promise<Storage> {
  const { openPostgresStorage } = await import("./postgres/open-postgres-storage.ts").catch(withoutDriver);
  return openPostgresStorage(url, options);
}

function withoutDriver(cause: unknown): never {
  if ((cause as { readonly code?: unknown }).code !== "ERR_MODULE_NOT_FOUND") throw cause;
  const message = "a store on Postgres needs the package pg; add it to your dependencies";
  throw new DagError(message, { code: "DAG_DRIVER_MISSING", module: "pg" }, { cause });
}

function schemeOf(url: string): string {
  return /^[a-z]+:/.exec(url)?.[0] ?? "";
}

/** The file URL for a path from the root; any other path would depend on where the process was started. */
function localFile(url: string): URL {
  const path = /^(?:file|sqlite):\/\/(\/[^?#]+)$/.exec(url)?.[1];
  if (path === undefined) throw badUrl();
  return new URL(`file://${path}`);
}

/** Without the URL, which may hold a password. */
function badUrl(): DagError {
  const message = "a store is memory:, file:///directory, sqlite:///file or postgres://user@host/database";
  return new DagError(message, { code: "DAG_BAD_STORE_URL" });
}

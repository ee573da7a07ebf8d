import { join } from "node:path";
import { openFileStorage } from "../../src/engines/file/open-file-storage.ts";
import { openSqliteStorage } from "../../src/engines/sqlite/open-sqlite-storage.ts";

/** The stores that live in this process, each with the place that it makes in a directory. */
export const EMBEDDED_STORES = [
  { engine: "file", pathIn: (directory: string) => join(directory, "store"), open: openFileStorage },
  { engine: "sqlite", pathIn: (directory: string) => join(directory, "store.db"), open: openSqliteStorage },
] as const;

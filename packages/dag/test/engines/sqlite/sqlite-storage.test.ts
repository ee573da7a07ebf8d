import { join } from "node:path";
import { durableStorageContract, type StorageSubject, storageContract } from "@icn-mesh/core/testing";
import { describe, it } from "vitest";
import { openSqliteStorage } from "../../../src/engines/sqlite/open-sqlite-storage.ts";
import { temporaryDirectory } from "../temporary-directory.ts";

function sqliteSubject(): StorageSubject {
  const path = join(temporaryDirectory(), "store.db");
  return { open: (options) => openSqliteStorage(path, options) };
}

describe("a store in SQLite", () => {
  for (const { promise, check } of [...storageContract, ...durableStorageContract]) {
    it(promise, () => check(sqliteSubject()));
  }
});

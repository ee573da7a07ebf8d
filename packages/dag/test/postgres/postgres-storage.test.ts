import { durableStorageContract, type StorageSubject, storageContract } from "@icn-mesh/core/testing";
import { afterAll, beforeAll, describe, it } from "vitest";
import { openStorage } from "../../src/open-storage.ts";
import { openPostgresStorage } from "../../src/postgres/open-postgres-storage.ts";
import { type PostgresServer, startPostgres, whyNoPostgres } from "./start-postgres.ts";

const why = whyNoPostgres();
if (why !== undefined) console.log(`skipped: a store on Postgres: ${why}`);

describe.skipIf(why !== undefined)("a store on Postgres", () => {
  let server: PostgresServer;
  let stores = 0;

  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);

  afterAll(() => server.stop());

  function subject(): StorageSubject {
    const schema = `store_${++stores}`;
    return { open: (options) => openPostgresStorage(server.url, { ...options, schema }) };
  }

  for (const { promise, check } of [...storageContract, ...durableStorageContract]) {
    it(promise, () => check(subject()));
  }

  it("opens by its URL", async () => {
    const storage = await openStorage(server.url);
    await storage.close();
  });
});

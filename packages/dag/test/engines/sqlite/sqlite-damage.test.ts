import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { openSqliteStorage } from "../../../src/engines/sqlite/open-sqlite-storage.ts";
import { commitStep, historyOptions, lastStep, stepBytes, stepCid } from "../../crash/history.ts";
import { temporaryDirectory } from "../temporary-directory.ts";

const STEPS = 12;
const damagedStore = { code: "DAG_STORE_DAMAGED" };

/** The path of a database with a history, as its store left it when it was closed, or as a crash would leave it. */
async function makeStore(end: "closed" | "crashed"): Promise<string> {
  const [running, left] = [join(temporaryDirectory(), "store.db"), join(temporaryDirectory(), "store.db")];
  const storage = await openSqliteStorage(running, historyOptions);
  for (let step = 1; step <= STEPS; step++) await commitStep(storage, step);
  if (end === "closed") await storage.close();
  for (const suffix of ["", "-wal", "-witness"]) {
    if (existsSync(running + suffix)) copyFileSync(running + suffix, left + suffix);
  }
  if (end === "crashed") await storage.close();
  return left;
}

describe("a store in SQLite that was damaged", () => {
  it("opens after a crash with all that it acknowledged", async () => {
    const storage = await openSqliteStorage(await makeStore("crashed"), historyOptions);
    expect(await lastStep(storage)).toBe(STEPS);
    await storage.close();
  });

  it("refuses to open without its WAL, or with one in which any bit is flipped", async () => {
    const path = await makeStore("crashed");
    const wal = readFileSync(`${path}-wal`);
    const witness = readFileSync(`${path}-witness`);
    const database = readFileSync(path);
    for (let at = 40; at < wal.length; at += 4001) {
      const flipped = Buffer.from(wal);
      flipped[at] = (flipped[at] as number) ^ 1;
      writeFileSync(path, database);
      writeFileSync(`${path}-wal`, flipped);
      writeFileSync(`${path}-witness`, witness);
      await expect(openSqliteStorage(path, historyOptions), `byte ${at}`).rejects.toMatchObject(damagedStore);
    }
    writeFileSync(path, database);
    rmSync(`${path}-wal`, { force: true });
    await expect(openSqliteStorage(path, historyOptions)).rejects.toMatchObject(damagedStore);
  });

  it("refuses to open without its witness, with that of another store, and without its database", async () => {
    const [path, other] = [await makeStore("closed"), await makeStore("closed")];
    copyFileSync(`${other}-witness`, `${path}-witness`);
    await expect(openSqliteStorage(path)).rejects.toMatchObject(damagedStore);
    rmSync(`${path}-witness`);
    await expect(openSqliteStorage(path)).rejects.toMatchObject(damagedStore);
    rmSync(other);
    await expect(openSqliteStorage(other)).rejects.toMatchObject(damagedStore);
  });

  it("refuses an older copy of its database", async () => {
    const path = await makeStore("closed");
    const old = readFileSync(path);
    const storage = await openSqliteStorage(path, historyOptions);
    await commitStep(storage, STEPS + 1);
    await storage.close();
    writeFileSync(path, old);
    await expect(openSqliteStorage(path, historyOptions)).rejects.toMatchObject(damagedStore);
  });

  it("gives out no block, ref or row that was changed, and takes a block that is put again", async () => {
    const path = await makeStore("closed");
    const database = new DatabaseSync(path);
    database.exec(`
      UPDATE blocks SET bytes = x'00' WHERE id = 3;
      UPDATE refs SET cid = (SELECT cid FROM blocks WHERE id = 1) WHERE name = 'head';
      UPDATE rows SET value = x'00'`);
    database.close();
    const storage = await openSqliteStorage(path, historyOptions);
    await expect(storage.get(stepCid(3))).rejects.toMatchObject({ code: "DAG_BLOCK_DAMAGED" });
    await expect(storage.ref("head")).rejects.toMatchObject(damagedStore);
    await expect(storage.rows("steps")[Symbol.asyncIterator]().next()).rejects.toMatchObject(damagedStore);
    await storage.commit({ blocks: [{ codec: "raw", bytes: stepBytes(3) }] });
    expect(await storage.get(stepCid(3))).toEqual(stepBytes(3));
    await storage.close();
  });

  it("says what a file is that it cannot read", async () => {
    const directory = temporaryDirectory();
    const path = join(directory, "store.db");
    writeFileSync(
      path,
      "no database, but long enough that SQLite looks at what stands in its header".repeat(20),
    );
    await expect(openSqliteStorage(path)).rejects.toMatchObject(damagedStore);
    rmSync(path);
    new DatabaseSync(path).exec("PRAGMA user_version = 1; CREATE TABLE theirs (x)");
    await expect(openSqliteStorage(path)).rejects.toMatchObject({ code: "DAG_STORE_IO" });
    mkdirSync(join(directory, "folder"));
    await expect(openSqliteStorage(join(directory, "folder"))).rejects.toMatchObject({
      code: "DAG_STORE_IO",
    });
    expect(readdirSync(directory)).not.toContain("folder-witness");
  });

  it("says that a newer program wrote it", async () => {
    const path = await makeStore("closed");
    const database = new DatabaseSync(path);
    database.exec("PRAGMA user_version = 99");
    database.close();
    await expect(openSqliteStorage(path)).rejects.toMatchObject({
      code: "DAG_STORE_NEWER",
      failure: { version: 99 },
    });
  });
});

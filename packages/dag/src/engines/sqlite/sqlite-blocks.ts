import { Buffer } from "node:buffer";
import type { DatabaseSync } from "node:sqlite";
import { type Block, CID_BYTES, type Cid, cidOf, codecOf } from "@icn-mesh/core";
import { isCidAt, readCid, writeCid } from "@icn-mesh/core/storage";
import { DagError } from "../../errors.ts";
import { PAGE } from "../read-pages.ts";
import { damagedDatabase } from "./sqlite-failure.ts";

/** The blocks of a database; writes belong into a transaction. */
export interface SqliteBlocks {
  has(cid: Cid): boolean;
  get(cid: Cid): Uint8Array | undefined;
  isStored(block: Block): boolean;
  pages(): Iterable<readonly Cid[]>;
  /** The block must not be stored whole. */
  put(cid: Cid, bytes: Uint8Array): void;
  remove(cid: Cid): void;
}

/** The blocks of the database at the path. */
export function createSqliteBlocks(database: DatabaseSync, path: string): SqliteBlocks {
  const idsOf = database.prepare(
    "SELECT digests.id, blocks.cid FROM digests LEFT JOIN blocks USING (id) WHERE digest = ?",
  );
  const bytesOf = database.prepare("SELECT bytes FROM blocks WHERE id = ?");
  const listFrom = database.prepare("SELECT id, cid FROM blocks WHERE id > ? ORDER BY id LIMIT ?");
  const insert = database.prepare("INSERT INTO blocks (cid, bytes) VALUES (?, ?)");
  const insertDigest = database.prepare("INSERT INTO digests VALUES (?, ?)");
  const repair = database.prepare("UPDATE blocks SET bytes = ? WHERE id = ?");
  const erase = database.prepare("DELETE FROM blocks WHERE id = ?");
  const eraseDigest = database.prepare("DELETE FROM digests WHERE digest = ? AND id = ?");
  const key = Buffer.alloc(CID_BYTES);

  /** The id of the block, and the ids of those that are so broken that they might be it; its CID is in `key` then. */
  function look(cid: Cid): { readonly id?: number | undefined; readonly broken: readonly number[] } {
    if (!writeCid(cid, key, 0)) return { broken: [] };
    const rows = idsOf.all(digestIn(key)).map((row) => ({ id: Number(row["id"]), stored: row["cid"] }));
    const filed = rows.filter(({ stored }) => isFiledRight(stored, key));
    const broken = rows.filter((row) => !filed.includes(row)).map(({ id }) => id);
    return { id: filed.find(({ stored }) => key.equals(stored as Uint8Array))?.id, broken };
  }

  function find(cid: Cid): number | undefined {
    const { id, broken } = look(cid);
    if (id === undefined && broken.length > 0) throw damagedBlock(cid);
    return id;
  }

  function read(id: number): Uint8Array {
    return bytesOf.get(id)?.["bytes"] as Uint8Array;
  }

  function cidIn(stored: unknown): Cid {
    const bytes = stored as Uint8Array;
    if (!isCidAt(bytes, 0)) throw damagedDatabase(path, "a block has lost its name");
    return readCid(bytes, 0);
  }

  return {
    has: (cid) => find(cid) !== undefined,
    get(cid) {
      const id = find(cid);
      if (id === undefined) return undefined;
      const bytes = read(id);
      if (cidOf(bytes, codecOf(cid)) !== cid) throw damagedBlock(cid);
      return bytes;
    },
    isStored({ cid, bytes }) {
      const { id } = look(cid);
      return id !== undefined && Buffer.compare(read(id), bytes) === 0;
    },
    *pages() {
      for (let after = 0; ; ) {
        const page = listFrom.all(after, PAGE);
        yield page.map((row) => cidIn(row["cid"]));
        if (page.length < PAGE) return;
        after = Number(page.at(-1)?.["id"]);
      }
    },
    put(cid, bytes) {
      const { id, broken } = look(cid);
      for (const each of broken) {
        erase.run(each);
        eraseDigest.run(digestIn(key), each);
      }
      if (id !== undefined) {
        repair.run(bytes, id);
        return;
      }
      const { lastInsertRowid } = insert.run(key, bytes);
      insertDigest.run(digestIn(key), lastInsertRowid);
    },
    remove(cid) {
      const id = find(cid);
      if (id === undefined) return;
      erase.run(id);
      eraseDigest.run(digestIn(key), id);
    },
  };
}

/** Blocks are filed under a part of their digest, so that another block may be found with it, but no other thing. */
function isFiledRight(stored: unknown, key: Uint8Array): boolean {
  return stored instanceof Uint8Array && digestIn(stored) === digestIn(key);
}

/** 48 bits of the digest; a number that JavaScript and SQLite both hold. */
function digestIn(key: Uint8Array): number {
  return Buffer.from(key.buffer, key.byteOffset, key.length).readUIntBE(4, 6);
}

function damagedBlock(cid: Cid): DagError {
  return new DagError(`block ${cid} is damaged on disk; put it again, or restore it from a backup`, {
    code: "DAG_BLOCK_DAMAGED",
    cid,
  });
}

import { Buffer } from "node:buffer";
import type { Cid, RefChange } from "@icn-mesh/core";
import type { PoolClient } from "pg";
import { checksumOf } from "../engines/checksum.ts";
import type { GroupEffects, RowChanges } from "../engines/judge-group.ts";
import { cidParameter } from "./postgres-rows.ts";
import type { Tables } from "./tables.ts";

/** Blocks per statement at most, and their bytes. */
const BATCH = 500;
const BATCH_BYTES = 8 * 1024 * 1024;

/** Inserts the blocks that are not there, in one order for everybody, and repairs those that are damaged. */
export async function writeBlocks(
  client: PoolClient,
  { blocks }: Tables,
  added: GroupEffects["blocks"],
): Promise<void> {
  const sorted = [...added].sort(([left], [right]) => (left < right ? -1 : 1));
  for (const batch of batches(sorted)) {
    const places = batch.map((_, index) => `($${2 * index + 1}, $${2 * index + 2})`);
    await client.query(
      `INSERT INTO ${blocks} AS stored (cid, bytes) VALUES ${places.join(", ")}
       ON CONFLICT (cid) DO UPDATE SET bytes = excluded.bytes WHERE stored.bytes <> excluded.bytes`,
      batch.flatMap(([cid, bytes]) => [cidParameter(cid), bufferOf(bytes)]),
    );
  }
}

type BlockPair = readonly [Cid, Uint8Array];

function* batches(blocks: readonly BlockPair[]): Generator<readonly BlockPair[]> {
  let batch: BlockPair[] = [];
  let bytes = 0;
  for (const pair of blocks) {
    batch.push(pair);
    bytes += pair[1].length;
    if (batch.length < BATCH && bytes < BATCH_BYTES) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}

/** Refs as a group found them and is to leave them. */
export interface RefsToWrite {
  /** Names of the group that had a ref, which is locked. */
  readonly present: ReadonlySet<string>;
  /** Names of the group that had none. */
  readonly absent: ReadonlySet<string>;
  readonly changed: GroupEffects["refs"];
}

/**
 * Moves and removes refs that are locked, and inserts those that were absent; false if somebody else inserted one of
 * these meanwhile, so that the group has to be judged again. A name that the group found absent and leaves so is
 * inserted and removed: only that makes others wait who are about to insert it.
 */
export async function writeRefs(
  client: PoolClient,
  { refs }: Tables,
  { present, absent, changed }: RefsToWrite,
): Promise<boolean> {
  const moved = [...present].flatMap((name) => refRow(name, changed.get(name)));
  const inserted = [...absent].map((name) => refRow(name, changed.get(name))[0] ?? placeholder(name));
  const gone = [...present, ...absent].filter((name) => changed.get(name) === null);
  const given = "unnest($1::text[], $2::bytea[], $3::bigint[]) AS given (name, cid, checksum)";
  await client.query(
    `UPDATE ${refs} AS stored SET cid = given.cid, checksum = given.checksum FROM ${given}
     WHERE stored.name = given.name`,
    columnsOf(moved),
  );
  const { rowCount } = await client.query(
    `INSERT INTO ${refs} SELECT * FROM ${given} ORDER BY given.name COLLATE "C" ON CONFLICT DO NOTHING`,
    columnsOf(inserted),
  );
  if (rowCount !== inserted.length) return false;
  const placeholders = inserted.filter(({ cid }) => cid.length === 0).map(({ name }) => name);
  await client.query(`DELETE FROM ${refs} WHERE name = ANY($1)`, [[...gone, ...placeholders]]);
  return true;
}

interface RefRow {
  readonly name: string;
  readonly cid: Buffer;
}

function refRow(name: string, cid: Cid | null | undefined): readonly RefRow[] {
  return cid ? [{ name, cid: cidParameter(cid) }] : [];
}

function placeholder(name: string): RefRow {
  return { name, cid: Buffer.alloc(0) };
}

function columnsOf(rows: readonly RefRow[]): unknown[] {
  return [
    rows.map(({ name }) => name),
    rows.map(({ cid }) => cid),
    rows.map(({ name, cid }) => checksumOf([name], cid)),
  ];
}

/** Puts and deletes rows of read models. */
export async function writeRows(client: PoolClient, { rows }: Tables, changed: RowChanges): Promise<void> {
  for (const [model, byKey] of changed) {
    const gone = [...byKey].flatMap(([key, value]) => (value === null ? [key] : []));
    const put = [...byKey].flatMap(([key, value]) => (value === null ? [] : [{ key, value }]));
    if (gone.length > 0) {
      await client.query(`DELETE FROM ${rows} WHERE model = $1 AND key = ANY($2)`, [model, gone]);
    }
    if (put.length === 0) continue;
    await client.query(
      `INSERT INTO ${rows} (model, key, value, checksum)
       SELECT $1, * FROM unnest($2::text[], $3::bytea[], $4::bigint[])
       ON CONFLICT (model, key) DO UPDATE SET value = excluded.value, checksum = excluded.checksum`,
      [
        model,
        put.map(({ key }) => key),
        put.map(({ value }) => bufferOf(value)),
        put.map(({ key, value }) => checksumOf([model, key], value)),
      ],
    );
  }
}

/** What is known of a transaction before its COMMIT. */
export interface WrittenChanges {
  readonly first: number;
  readonly last: number;
  /** By which the server knows the transaction. */
  readonly transaction: string;
}

/** Numbers the changes, in their order, under a mark of the transaction, and tells those who listen. */
export async function writeChanges(
  client: PoolClient,
  { changes, name }: Tables,
  { done, mark }: { readonly done: readonly RefChange[]; readonly mark: string },
): Promise<WrittenChanges> {
  const { rows } = await client.query(
    `WITH added AS (
       INSERT INTO ${changes} (mark, name, before, after)
       SELECT $2, given.name, given.before, given.after
       FROM unnest($3::text[], $4::bytea[], $5::bytea[]) WITH ORDINALITY AS given (name, before, after, place)
       ORDER BY given.place
       RETURNING number
     )
     SELECT min(number) AS first, max(number) AS last, pg_current_xact_id()::text AS transaction,
       pg_notify($1, max(number)::text)
     FROM added`,
    [
      channelOf(name),
      mark,
      done.map((change) => change.name),
      done.map(({ expect }) => expect && cidParameter(expect)),
      done.map(({ to }) => to && cidParameter(to)),
    ],
  );
  const { first, last, transaction } = rows[0] ?? {};
  return { first: Number(first), last: Number(last), transaction: String(transaction) };
}

/** Where changes of a store are told. */
export function channelOf(name: string): string {
  return `icn_mesh_${name}`;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

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

/**
 * Moves refs that are locked and inserts those that are not there; false if somebody else inserted one of these
 * meanwhile, so that the group has to be judged again.
 */
export async function writeRefs(
  client: PoolClient,
  { refs }: Tables,
  changed: GroupEffects["refs"],
): Promise<boolean> {
  const gone = [...changed].flatMap(([name, cid]) => (cid === null ? [name] : []));
  const set = [...changed].flatMap(([name, cid]) => (cid === null ? [] : [{ name, cid: cidParameter(cid) }]));
  const values = [
    set.map(({ name }) => name),
    set.map(({ cid }) => cid),
    set.map(({ name, cid }) => checksumOf([name], cid)),
  ];
  const given = "unnest($1::text[], $2::bytea[], $3::bigint[]) AS given (name, cid, checksum)";
  if (gone.length > 0) await client.query(`DELETE FROM ${refs} WHERE name = ANY($1)`, [gone]);
  const moved = await client.query(
    `UPDATE ${refs} AS stored SET cid = given.cid, checksum = given.checksum FROM ${given}
     WHERE stored.name = given.name`,
    values,
  );
  if (moved.rowCount === set.length) return true;
  const inserted = await client.query(
    `INSERT INTO ${refs} (name, cid, checksum)
     SELECT given.name, given.cid, given.checksum FROM ${given}
     WHERE NOT EXISTS (SELECT FROM ${refs} AS stored WHERE stored.name = given.name)
     ORDER BY given.name COLLATE "C" ON CONFLICT (name) DO NOTHING`,
    values,
  );
  return (moved.rowCount ?? 0) + (inserted.rowCount ?? 0) === set.length;
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

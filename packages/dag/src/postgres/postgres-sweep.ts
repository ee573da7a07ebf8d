import type { Cid, KeptLinks } from "@icn-mesh/core";
import { createMarks, type Marks } from "../engines/marks.ts";
import { nextKey, PAGE } from "../engines/read-pages.ts";
import type { Connections } from "./connections.ts";
import type { Session } from "./fetched-view.ts";
import { inTransaction } from "./in-transaction.ts";
import { cidIn, cidParameter, contentOf } from "./postgres-rows.ts";
import { readRefPage } from "./read-ref-page.ts";
import { GATE, lockSql, type Tables } from "./tables.ts";

/** What a sweep works with. */
export interface SweepComponents {
  readonly connections: Connections;
  readonly tables: Tables;
  readonly keptLinks: KeptLinks;
  /** Throws when the store is closed. */
  readonly assertOpen: () => void;
}

/**
 * Removes those of the blocks that no ref reaches. Marking goes on beside the commits of all processes; at its end
 * they wait for as long as it takes to mark what refs were pointed at meanwhile.
 */
export async function sweepPostgres(
  components: SweepComponents,
  cids: readonly Cid[],
): Promise<readonly Cid[]> {
  const { connections, tables, keptLinks, assertOpen } = components;
  return connections.run(async (client) => {
    const session = { client, tables };
    const marks = createMarks(keptLinks);
    const since = await newestChange(session);
    for (let page = await readRefPage(session, "", PAGE); page.length > 0; ) {
      for (const { cid } of page) marks.add(cid);
      assertOpen();
      page = await readRefPage(session, nextKey(page.at(-1)?.name ?? ""), PAGE);
    }
    while (await followSome(session, marks)) assertOpen();
    return inTransaction(client, async () => {
      await client.query(lockSql(tables, GATE));
      for (const cid of await targetsSince(session, since)) marks.add(cid);
      while (await followSome(session, marks));
      return remove(
        session,
        [...new Set(cids)].filter((cid) => !marks.has(cid)),
      );
    });
  });
}

async function newestChange({ client, tables }: Session): Promise<number> {
  const { rows } = await client.query(`SELECT coalesce(max(number), 0) AS newest FROM ${tables.changes}`);
  return Number(rows[0]?.newest);
}

async function targetsSince({ client, tables }: Session, since: number): Promise<readonly Cid[]> {
  const { rows } = await client.query(
    `SELECT DISTINCT after FROM ${tables.changes} WHERE number > $1 AND after IS NOT NULL`,
    [since],
  );
  return rows.flatMap((row) => cidIn(row.after) ?? []);
}

/** Follows a page of what is reached; false when all is. */
async function followSome({ client, tables }: Session, marks: Marks): Promise<boolean> {
  const some = marks.take(PAGE);
  if (some.length === 0) return false;
  const { rows } = await client.query(`SELECT cid, bytes FROM ${tables.blocks} WHERE cid = ANY($1)`, [
    some.map(cidParameter),
  ]);
  for (const row of rows) {
    const cid = cidIn(row.cid);
    if (cid !== null) marks.follow({ cid, bytes: contentOf(cid, row.bytes) });
  }
  return true;
}

/** In the order given. */
async function remove({ client, tables }: Session, cids: readonly Cid[]): Promise<readonly Cid[]> {
  const { rows } = await client.query(`DELETE FROM ${tables.blocks} WHERE cid = ANY($1) RETURNING cid`, [
    cids.map(cidParameter),
  ]);
  const removed = new Set(rows.map((row) => cidIn(row.cid)));
  return cids.filter((cid) => removed.has(cid));
}

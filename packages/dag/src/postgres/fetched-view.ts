import type { Cid } from "@icn-mesh/core";
import type { PoolClient } from "pg";
import type { StoreView } from "../engines/judge-group.ts";
import type { DagError } from "../errors.ts";
import { cidIn, cidParameter, contentOf, rowIn } from "./postgres-rows.ts";
import type { Tables } from "./tables.ts";

/** A transaction on the tables of a store. */
export interface Session {
  readonly client: PoolClient;
  readonly tables: Tables;
}

/** Blocks and rows as the transaction sees them. */
export type FetchedView = Pick<StoreView, "block" | "row">;

/**
 * What `look` makes of the store. It is pure and synchronous, and a query is not; so it runs again and again until
 * all that it looked at had been fetched before.
 */
export async function withFetchedView<Result>(
  session: Session,
  look: (view: FetchedView) => Result,
): Promise<Result> {
  const known: Known = { blocks: new Map(), rows: new Map() };
  while (true) {
    const missing: Missing = { blocks: new Set(), rows: new Map() };
    const attempt = attemptTo(() => look(viewOf(known, missing)));
    if (missing.blocks.size + missing.rows.size === 0) return attempt();
    await fetchBlocks(session, known, missing.blocks);
    for (const [model, keys] of missing.rows) await fetchRows(session, known, { model, keys });
  }
}

/** What was fetched so far. */
interface Known {
  /** An error for a block that is damaged, so that only the commit fails that looks at it. */
  readonly blocks: Map<Cid, Uint8Array | DagError | undefined>;
  readonly rows: Map<string, Map<string, Uint8Array | undefined>>;
}

interface Missing {
  readonly blocks: Set<Cid>;
  readonly rows: Map<string, Set<string>>;
}

/** Runs it, and gives what it returned or throws what it threw when asked; neither counts if something was missing. */
function attemptTo<Result>(run: () => Result): () => Result {
  try {
    const result = run();
    return () => result;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function viewOf(known: Known, missing: Missing): FetchedView {
  return {
    block(cid) {
      if (!known.blocks.has(cid)) missing.blocks.add(cid);
      const bytes = known.blocks.get(cid);
      if (bytes instanceof Error) throw bytes;
      return bytes;
    },
    row(model, key) {
      const rows = known.rows.get(model);
      if (!rows?.has(key)) missing.rows.set(model, (missing.rows.get(model) ?? new Set()).add(key));
      return rows?.get(key);
    },
  };
}

async function fetchBlocks(
  { client, tables }: Session,
  { blocks }: Known,
  missing: ReadonlySet<Cid>,
): Promise<void> {
  if (missing.size === 0) return;
  const { rows } = await client.query(`SELECT cid, bytes FROM ${tables.blocks} WHERE cid = ANY($1)`, [
    [...missing].map(cidParameter),
  ]);
  for (const cid of missing) blocks.set(cid, undefined);
  for (const row of rows) {
    const cid = cidIn(row.cid);
    if (cid !== null) blocks.set(cid, intact(cid, row.bytes));
  }
}

function intact(cid: Cid, stored: unknown): Uint8Array | DagError {
  try {
    return contentOf(cid, stored);
  } catch (error) {
    return error as DagError;
  }
}

async function fetchRows(
  { client, tables }: Session,
  known: Known,
  { model, keys }: { readonly model: string; readonly keys: ReadonlySet<string> },
): Promise<void> {
  const { rows } = await client.query(
    `SELECT key, value, checksum FROM ${tables.rows} WHERE model = $1 AND key = ANY($2)`,
    [model, [...keys]],
  );
  const fetched = known.rows.get(model) ?? new Map<string, Uint8Array | undefined>();
  known.rows.set(model, fetched);
  for (const key of keys) fetched.set(key, undefined);
  for (const row of rows) {
    const { key, value } = rowIn(model, row, tables.name);
    fetched.set(key, value);
  }
}

import type { Projection, RefChange } from "@icn-mesh/core";
import { projectModel } from "@icn-mesh/core/storage";
import type { PoolClient } from "pg";
import { nextKey, PAGE } from "../engines/read-pages.ts";
import { DagError } from "../errors.ts";
import { withFetchedView } from "./fetched-view.ts";
import { inTransaction } from "./in-transaction.ts";
import { readRefPage } from "./read-ref-page.ts";
import { GATE, lockSql, type Tables } from "./tables.ts";
import { writeRows } from "./write-effects.ts";

/**
 * Locks the models that changes of these refs go to, so that processes project one after the other, and checks that
 * all of them project alike. Models that this process does not make do not follow the refs from here on.
 */
export async function lockModels(
  client: PoolClient,
  { models, rows }: Tables,
  { names, projections }: { readonly names: readonly string[]; readonly projections: readonly Projection[] },
): Promise<void> {
  const touched = projections.filter(({ prefix }) => names.some((name) => name.startsWith(prefix)));
  if (touched.length > 0) {
    await client.query(`SELECT FROM ${models} WHERE model = ANY($1) ORDER BY model FOR UPDATE`, [
      touched.map(({ model }) => model),
    ]);
  }
  const versions = await readVersions(client, models);
  for (const { model, version } of projections) {
    if (versions.get(model) !== version) throw modelsDiffer(model);
  }
  const stale = [...versions.keys()].filter((model) => !projections.some((each) => each.model === model));
  if (stale.length === 0) return;
  await client.query(`DELETE FROM ${models} WHERE model = ANY($1)`, [stale]);
  await client.query(`DELETE FROM ${rows} WHERE model = ANY($1)`, [stale]);
}

/** Fills the models that are new or of another version, while no other process commits. */
export async function fillModels(
  client: PoolClient,
  tables: Tables,
  projections: Iterable<Projection>,
): Promise<void> {
  for (const projection of projections) {
    const { model, version } = projection;
    await inTransaction(client, async () => {
      await client.query(lockSql(tables, GATE));
      if ((await readVersions(client, tables.models)).get(model) === version) return;
      await client.query(`DELETE FROM ${tables.rows} WHERE model = $1`, [model]);
      await fill(client, tables, projection);
      await client.query(
        `INSERT INTO ${tables.models} VALUES ($1, $2) ON CONFLICT (model) DO UPDATE SET version = $2`,
        [model, version],
      );
    });
  }
}

async function fill(client: PoolClient, tables: Tables, projection: Projection): Promise<void> {
  const { model, prefix } = projection;
  for (let from = prefix; ; ) {
    const page = (await readRefPage({ client, tables }, from, PAGE)).filter(({ name }) =>
      name.startsWith(prefix),
    );
    const changes = page.map(({ name, cid }): RefChange => ({ name, expect: null, to: cid }));
    const projected = await withFetchedView({ client, tables }, (view) =>
      projectModel(projection, changes, { block: view.block, before: (key) => view.row(model, key) }),
    );
    await writeRows(client, tables, new Map([[model, projected]]));
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    from = nextKey(last.name);
  }
}

async function readVersions(client: PoolClient, models: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query(`SELECT model, version FROM ${models}`);
  return new Map(rows.map((row) => [String(row.model), Number(row.version)]));
}

/** What to say when another process projects otherwise. */
export function modelsDiffer(model: string): DagError {
  const message = `another process keeps another version of ${model}, or none; run one version of the program`;
  return new DagError(message, { code: "DAG_MODELS_DIFFER", model });
}

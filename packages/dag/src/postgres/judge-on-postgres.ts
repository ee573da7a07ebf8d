import type { Cid, Projection } from "@icn-mesh/core";
import type { PreparedCommit } from "@icn-mesh/core/storage";
import { type JudgedGroup, judgeGroup } from "../engines/judge-group.ts";
import { type Session, withFetchedView } from "./fetched-view.ts";
import { cidIn, cidParameter, refIn } from "./postgres-rows.ts";

/** A judged group, and which of its names had a ref. */
export interface LockedGroup extends JudgedGroup {
  readonly present: ReadonlySet<string>;
  readonly absent: ReadonlySet<string>;
}

/** Judges a group on what the transaction sees, with the refs that are there locked in the order of their names. */
export async function judgeOnPostgres(
  session: Session,
  commits: readonly PreparedCommit[],
  projections: readonly Projection[],
): Promise<LockedGroup> {
  const changes = commits.flatMap(({ refs }) => refs);
  const names = new Set(changes.map(({ name }) => name));
  const refs = await lockRefs(session, names);
  const targets = await readTargets(session, new Set(changes.flatMap(({ to }) => (to === null ? [] : [to]))));
  const judged = await withFetchedView(session, (view) =>
    judgeGroup(
      commits,
      {
        ...view,
        ref: (name) => refs.get(name) ?? null,
        has: (cid) => targets.has(cid),
        isStored: () => false, // the database finds out by itself
      },
      projections,
    ),
  );
  const present = new Set(refs.keys());
  return { ...judged, present, absent: new Set([...names].filter((name) => !present.has(name))) };
}

async function lockRefs(
  { client, tables }: Session,
  names: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Cid>> {
  const { rows } = await client.query(
    `SELECT name, cid, checksum FROM ${tables.refs} WHERE name = ANY($1) ORDER BY name FOR UPDATE`,
    [[...names]],
  );
  return new Map(rows.map((row) => refIn(row, tables.name)).map(({ name, cid }) => [name, cid]));
}

async function readTargets({ client, tables }: Session, cids: ReadonlySet<Cid>): Promise<ReadonlySet<Cid>> {
  const { rows } = await client.query(`SELECT cid FROM ${tables.blocks} WHERE cid = ANY($1)`, [
    [...cids].map(cidParameter),
  ]);
  return new Set(rows.flatMap((row) => cidIn(row.cid) ?? []));
}

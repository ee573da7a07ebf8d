import { randomUUID } from "node:crypto";
import type { CommitResult, Projection, RefChange } from "@icn-mesh/core";
import type { PreparedCommit } from "@icn-mesh/core/storage";
import { judgeGroup, type StoreView } from "../engines/judge-group.ts";
import type { Outcome } from "../engines/work-queue.ts";
import type { ChangeNumbers } from "./change-follower.ts";
import type { Connections } from "./connections.ts";
import type { Session } from "./fetched-view.ts";
import { inTransaction } from "./in-transaction.ts";
import { judgeOnPostgres } from "./judge-on-postgres.ts";
import { doAgain, isCutOff, unknownOutcome } from "./postgres-failure.ts";
import { lockModels } from "./postgres-models.ts";
import { GATE, lockSql, ORDER, type Tables } from "./tables.ts";
import { type WrittenChanges, writeBlocks, writeChanges, writeRefs, writeRows } from "./write-effects.ts";

/** What a group of commits came to, once it is durable. */
export interface Committed {
  readonly outcomes: readonly Outcome<CommitResult>[];
  readonly changes: readonly RefChange[];
  /** Undefined when no ref changed. */
  readonly numbers: ChangeNumbers | undefined;
}

/** What groups are committed with. */
export interface CommitComponents {
  readonly connections: Connections;
  readonly tables: Tables;
  readonly projections: readonly Projection[];
}

/**
 * Commits a group at once. One that broke off is done again when it is certain that the server did not finish it;
 * rejects with `DAG_COMMIT_UNKNOWN` if that cannot be found out.
 */
export async function commitGroup(
  { connections, tables, projections }: CommitComponents,
  commits: readonly PreparedCommit[],
): Promise<Committed> {
  const mark = randomUUID();
  let sent: SentCommit | undefined;
  try {
    return await connections.run(async (client) => {
      const session = { client, tables };
      if (sent !== undefined && (await isFinished(session, sent))) return sent.committed;
      sent = undefined;
      if (commits.every(({ refs }) => refs.length === 0)) return commitBlocks(session, commits);
      return inTransaction(client, async () => {
        const { committed, written } = await writeGroup(session, { commits, projections, mark });
        if (written !== undefined) sent = { committed, written, mark };
        return committed;
      }).catch((error: unknown) => {
        if (!isCutOff(error)) sent = undefined; // the server said that it did not
        throw error;
      });
    });
  } catch (error) {
    throw sent === undefined ? error : unknownOutcome(error);
  }
}

/** A group whose COMMIT may have reached the server. */
interface SentCommit {
  readonly committed: Committed;
  readonly written: WrittenChanges;
  readonly mark: string;
}

/** Asks for the transaction, which may still be running, and then for what it would have left. */
async function isFinished({ client, tables }: Session, { written, mark }: SentCommit): Promise<boolean> {
  // An error says that the number is unknown: the server crashed before it wrote any of it.
  const status = await client.query("SELECT pg_xact_status($1::xid8) AS status", [written.transaction]).then(
    ({ rows }) => rows[0]?.status,
    (error: unknown) => {
      if (isCutOff(error)) throw error;
    },
  );
  if (status === "in progress") throw doAgain("the server is still at the commit that broke off");
  const { rows } = await client.query(
    `SELECT FROM ${tables.changes} WHERE number BETWEEN $1 AND $2 AND mark = $3`,
    [written.first, written.last, mark],
  );
  return rows.length > 0;
}

/** Blocks need no lock and no judgement, and may be written twice. */
async function commitBlocks(session: Session, commits: readonly PreparedCommit[]): Promise<Committed> {
  const { verdicts, effects } = judgeGroup(commits, EMPTY, []);
  await inTransaction(session.client, () => writeBlocks(session.client, session.tables, effects.blocks));
  return { outcomes: verdicts, changes: [], numbers: undefined };
}

const EMPTY: StoreView = {
  ref: () => null,
  has: () => false,
  block: () => undefined,
  row: () => undefined,
  isStored: () => false,
};

interface Group {
  readonly commits: readonly PreparedCommit[];
  readonly projections: readonly Projection[];
  readonly mark: string;
}

// Everybody takes locks in this order: the gate, models, refs, blocks, new refs, the order of changes; and within
// each by name. So nobody waits in a circle.
async function writeGroup(session: Session, { commits, projections, mark }: Group) {
  const { client, tables } = session;
  await client.query(lockSql(tables, GATE, "_shared"));
  const names = commits.flatMap(({ refs }) => refs.filter(({ expect, to }) => expect !== to));
  await lockModels(client, tables, { names: names.map(({ name }) => name), projections });
  const { verdicts, effects, present, absent } = await judgeOnPostgres(session, commits, projections);
  await writeBlocks(client, tables, effects.blocks);
  const changes = verdicts.flatMap((verdict) => ("changes" in verdict ? verdict.changes : []));
  if (changes.length === 0) return { committed: { outcomes: verdicts, changes, numbers: undefined } };
  if (!(await writeRefs(client, tables, { present, absent, changed: effects.refs }))) {
    throw doAgain("a ref was inserted meanwhile");
  }
  await writeRows(client, tables, effects.rows);
  await client.query(lockSql(tables, ORDER));
  const written = await writeChanges(client, tables, { done: changes, mark });
  return { committed: { outcomes: verdicts, changes, numbers: written }, written };
}

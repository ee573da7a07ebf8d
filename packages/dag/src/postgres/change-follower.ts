import { setTimeout as wait } from "node:timers/promises";
import type { RefChange } from "@icn-mesh/core";
import type { RefFeed } from "@icn-mesh/core/storage";
import type { Client } from "pg";
import { createTurns } from "../engines/turns.ts";
import type { Connections } from "./connections.ts";
import { cidIn, type Found } from "./postgres-rows.ts";
import type { Tables } from "./tables.ts";
import { channelOf } from "./write-effects.ts";

/** Publishes what all processes changed, in the order of the commits, whoever made them. */
export interface ChangeFollower {
  /** From now on somebody wants to know; before, it is only noted how far the changes are. */
  begin(): void;
  /** Told of a commit of this process; resolves when it and all before it are published. */
  committed(changes: readonly RefChange[], numbers: ChangeNumbers): Promise<void>;
  close(): Promise<void>;
}

/** The numbers of the changes of one commit. */
export interface ChangeNumbers {
  readonly first: number;
  readonly last: number;
}

/** What a follower works with. */
export interface ChangeFollowerComponents {
  readonly connections: Connections;
  readonly tables: Tables;
  readonly feed: RefFeed;
}

const PAGE = 1000;
const RETRY_MS = 200;
/** Changes that are kept for those who were cut off for a while; others see every ref again. */
const KEPT = 100_000;

/** Follows changes after the last one there is. */
export async function followChanges(components: ChangeFollowerComponents): Promise<ChangeFollower> {
  const turn = createTurns();
  const closing = new AbortController();
  const { signal } = closing;
  let last = await lastNumber(components);
  let wanted = false;

  async function catchUp(): Promise<void> {
    while (!signal.aborted) {
      const changes = await readChanges(components, last);
      for (const { number, change } of changes) {
        components.feed.publish([change]);
        last = Math.max(last, number);
      }
      if (changes.length !== PAGE) return;
    }
  }

  function heed(number: number): void {
    if (!wanted) last = Math.max(last, number);
    else if (number > last) void turn(catchUp).catch(() => undefined); // the next one tries again
  }

  const listening = listen(components, signal, { heed, resume: () => turn(catchUp) });

  return {
    begin() {
      wanted = true;
    },
    committed: (changes, { first, last: newest }) =>
      turn(async () => {
        if (wanted && first !== last + 1) return catchUp().catch(() => undefined);
        if (wanted) components.feed.publish(changes);
        last = Math.max(last, newest);
        if (newest % KEPT < changes.length) await forgetChanges(components, newest - KEPT);
      }),
    async close() {
      closing.abort();
      await listening;
    },
  };
}

interface Listener {
  heed(number: number): void;
  /** After a time without a connection. */
  resume(): Promise<void>;
}

/** Stays connected until the store closes; what was missed in between is read from the table. */
async function listen(
  { connections, tables }: ChangeFollowerComponents,
  signal: AbortSignal,
  { heed, resume }: Listener,
): Promise<void> {
  while (!signal.aborted) {
    const client = await connections.listen().catch(() => undefined);
    if (client !== undefined) {
      const ended = endOf(client, signal);
      client.on("notification", ({ payload }) => heed(Number(payload)));
      try {
        await client.query(`LISTEN "${channelOf(tables.name)}"`);
        await resume();
        await ended;
      } catch {
        // The connection broke; another one is made.
      }
      await client.end().catch(() => undefined);
    }
    await wait(RETRY_MS, undefined, { signal }).catch(() => undefined);
  }
}

function endOf(client: Client, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    client.on("end", resolve);
    client.on("error", () => resolve());
    signal.addEventListener("abort", () => resolve(), { once: true });
    if (signal.aborted) resolve();
  });
}

async function lastNumber({ connections, tables }: ChangeFollowerComponents): Promise<number> {
  return connections.run(async (client) => {
    const { rows } = await client.query(`SELECT coalesce(max(number), 0) AS last FROM ${tables.changes}`);
    return Number(rows[0]?.last);
  });
}

interface Numbered {
  readonly number: number;
  readonly change: RefChange;
}

/** The next changes; after those that are gone, every ref as if it had been inserted. */
async function readChanges(
  { connections, tables }: ChangeFollowerComponents,
  after: number,
): Promise<readonly Numbered[]> {
  return connections.run(async (client) => {
    const { rows } = await client.query(
      `SELECT number, name, before, after FROM ${tables.changes} WHERE number > $1 ORDER BY number LIMIT ${PAGE}`,
      [after],
    );
    const { rows: bounds } = await client.query(`SELECT min(number) AS first FROM ${tables.changes}`);
    const changes = rows.map((row) => numbered(row));
    if (Number(bounds[0]?.first ?? 0) <= after + 1) return changes;
    const all = await client.query(
      `SELECT 0 AS number, name, NULL AS before, cid AS after FROM ${tables.refs}`,
    );
    return [...all.rows.map((row) => numbered(row)), ...changes];
  });
}

function numbered(row: Found): Numbered {
  const change = { name: String(row["name"]), expect: cidIn(row["before"]), to: cidIn(row["after"]) };
  return { number: Number(row["number"]), change };
}

async function forgetChanges(
  { connections, tables }: ChangeFollowerComponents,
  until: number,
): Promise<void> {
  await connections
    .run((client) => client.query(`DELETE FROM ${tables.changes} WHERE number <= $1`, [until]))
    .catch(() => undefined); // there is a next time
}

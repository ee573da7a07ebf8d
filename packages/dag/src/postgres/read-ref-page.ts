import type { Ref } from "@icn-mesh/core";
import type { Session } from "./fetched-view.ts";
import { refIn } from "./postgres-rows.ts";

/** A comparison that SQL can make in the place of one with a text that Postgres does not take. */
export interface Bound {
  readonly operator: "<" | "<=" | ">" | ">=";
  readonly value: string;
}

/** For `from ≤ key`. Postgres has no text with a NUL, and no key has one: what is above `a` is above `a\0` too. */
export function lowerBound(from: string): Bound {
  const nul = from.indexOf("\0");
  return nul === -1 ? { operator: ">=", value: from } : { operator: ">", value: from.slice(0, nul) };
}

/** For `key < to`. */
export function upperBound(to: string): Bound {
  const nul = to.indexOf("\0");
  return nul === -1 ? { operator: "<", value: to } : { operator: "<=", value: to.slice(0, nul) };
}

/** Refs from a name on, ascending. */
export async function readRefPage(
  { client, tables }: Session,
  from: string,
  limit: number,
): Promise<readonly Ref[]> {
  const { operator, value } = lowerBound(from);
  const { rows } = await client.query(
    `SELECT name, cid, checksum FROM ${tables.refs} WHERE name ${operator} $1 ORDER BY name LIMIT $2`,
    [value, limit],
  );
  return rows.map((row) => refIn(row, tables.name));
}

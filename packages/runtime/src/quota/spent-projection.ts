import type { Did, Projection, ProjectionView, RowChange } from "@icn-mesh/core";
import { CHARGES, scopeIn } from "../job/ref-names.ts";
import { type Charge, chargeRecord } from "./charge-record.ts";

/** The read model that adds up what accounts have spent. */
export const SPENT_MODEL = "spent";

const DAY_DIGITS = 8;

/** Where the rows of a day begin. */
export function dayKey(day: number): string {
  return `${String(day).padStart(DAY_DIGITS, "0")}/`;
}

/** Whose row it is, and of which unit. */
export function readSpentKey(key: string): { readonly account: Did; readonly unit: string } {
  const [, account = "", unit = ""] = key.split("/", 3);
  return { account: account as Did, unit: decodeURIComponent(unit) };
}

/** The sum in a row. */
export function readSum(value: Uint8Array | undefined): bigint {
  return value === undefined ? 0n : BigInt(new TextDecoder().decode(value));
}

/** By day, account and unit, the sum of all charges. A charge is written once, and removed. */
export const spentProjection: Projection = {
  model: SPENT_MODEL,
  version: 1,
  prefix: CHARGES,
  project({ name, expect, to }, view) {
    const cid = to ?? expect;
    const bytes = cid === null ? undefined : view.block(cid);
    const charge = bytes && chargeRecord.codec.decode(bytes);
    if (!charge?.ok || (to !== null && expect !== null)) return [];
    return [add(charge.value, { sign: to === null ? -1n : 1n, scope: scopeIn(name, CHARGES), view })];
  },
};

interface Addition {
  readonly sign: 1n | -1n;
  readonly scope: string;
  readonly view: ProjectionView;
}

function add({ day, account, unit, amount }: Charge, { sign, scope, view }: Addition): RowChange {
  const key = `${scope}${dayKey(day)}${account}/${encodeURIComponent(unit)}`;
  const sum = readSum(view.row(key)) + sign * amount;
  return { key, value: sum === 0n ? null : new TextEncoder().encode(String(sum)) };
}

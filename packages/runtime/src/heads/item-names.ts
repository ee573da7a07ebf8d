import type { Cid, NetworkId } from "@icn-mesh/core";

/** Refs of what the nodes of a federation share. */
export const HEADS = "heads/";
/** The read model that lists it. */
export const HEADS_MODEL = "heads";

/** The kinds of items that nodes share, in the order in which they are compared. */
export const HEAD_SETS = ["outcomes", "aid", "frauds"] as const;
export type HeadSetName = (typeof HEAD_SETS)[number];

/** Items of one group are compared together, and read in the order of their ids. */
export interface ItemPlace {
  readonly group: number;
  readonly id: Cid;
}

const DIGITS = 16;

/** What the names of a set's items begin with. */
export function setPrefix(net: NetworkId, set: HeadSetName): string {
  return `${HEADS}${net}/${set}/`;
}

/** The name of an item, which is also its key in the read model. */
export function itemName(prefix: string, { group, id }: ItemPlace): string {
  return `${prefix}${String(group).padStart(DIGITS, "0")}/${id}`;
}

/** The place that a name says. */
export function placeIn(prefix: string, name: string): ItemPlace {
  const group = name.slice(prefix.length, prefix.length + DIGITS);
  return { group: Number(group), id: name.slice(prefix.length + DIGITS + 1) as Cid };
}

import type { Cid } from "@icn-mesh/core";
import type { HeadSetName, ItemPlace } from "./item-names.ts";
import type { ItemSet } from "./item-set.ts";

/** What became of items that a peer has sent. */
export interface Taken {
  /** Those of them that are here now. */
  readonly kept: readonly Cid[];
  /** True where something was sent that no honest node has. */
  readonly isForged: boolean;
}

/** A kind of items that nodes pull from each other. */
export interface HeadSet {
  readonly name: HeadSetName;
  readonly items: ItemSet;
  /** An item as others can check it; undefined if it is not here. */
  read(place: ItemPlace): Promise<Uint8Array | undefined>;
  /** True for an item that is not here and would be kept. */
  wants(place: ItemPlace): Promise<boolean>;
  /** Checks what a peer has sent for a group, and keeps what is good and was asked for. */
  take(group: number, sent: readonly Uint8Array[], wanted: ReadonlySet<Cid>): Promise<Taken>;
}

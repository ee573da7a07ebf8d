import { CID_BYTES, cidToBytes } from "@icn-mesh/core";
import { flatRows } from "../flat-rows.ts";
import type { StoreChanges } from "../local-engine.ts";
import type { EntryWriter } from "./entries.ts";
import type { StoreState } from "./store-state.ts";

/** Where in their frame the entries of new blocks start, in the order of the changes. */
export type BlockEntries = readonly number[];

/** Adds the changes to a frame. Replayed in this order they give what `applyChanges` gives. */
export function printChanges(
  { models, removed, blocks, refs, rows }: StoreChanges,
  to: EntryWriter,
): BlockEntries {
  for (const cid of removed ?? []) to.blockGone(cid);
  for (const [model, version] of models ?? []) to.model(model, version);
  for (const [model, key, value] of flatRows(rows)) to.row(model, key, value);
  for (const [name, cid] of refs ?? []) to.ref(name, cid);
  return Array.from(blocks ?? [], ([cid, bytes]) => to.block(cid, bytes));
}

/** A frame that is durable. */
export interface WrittenFrame {
  readonly bytes: Uint8Array;
  readonly segment: number;
  readonly offset: number;
  readonly entries: BlockEntries;
}

/** From now on the state shows the changes, which are in the frame. */
export function applyChanges(
  state: StoreState,
  { models, removed, blocks, refs, rows }: StoreChanges,
  { bytes, segment, offset, entries }: WrittenFrame,
): void {
  for (const cid of removed ?? []) state.removeBlock(cidToBytes(cid));
  for (const [model, version] of models ?? []) state.setModel(model, version);
  for (const [model, rowKey, value] of flatRows(rows)) state.setRow(model, rowKey, value);
  for (const [name, cid] of refs ?? []) state.setRef(name, cid);
  let index = 0;
  for (const { length } of blocks?.values() ?? []) {
    const entry = entries[index++] as number;
    const key = bytes.subarray(entry + 1, entry + 1 + CID_BYTES);
    state.putBlock(key, { segment, offset: offset + entry, length });
  }
}

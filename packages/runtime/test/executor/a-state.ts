import { type Block, type Cid, cidOf } from "@icn-mesh/core";
import { guestStateRecord } from "@icn-mesh/sandbox";

/** A state of two blocks, as the sandbox captures one, that knows a number. */
export function stateAt(step: number): { readonly cid: Cid; readonly blocks: readonly Block[] } {
  const chunk = blockOf(Uint8Array.of(step), "raw");
  const nothing = { engine: null, fuelVersion: 0, fuel: 0, outputBytes: 0, ticks: 0, percent: 0, stage: "" };
  const root = blockOf(
    guestStateRecord.codec.encode({
      ...nothing,
      t: "icn/guest-state/1",
      program: chunk.cid,
      origin: "saved",
      step,
      random: new Uint8Array(RANDOM_BYTES),
      globals: [],
      descriptors: [],
      buffers: [],
      chunks: [chunk.cid],
    }),
  );
  return { cid: root.cid, blocks: [root, chunk] };
}

/** The number that a state knows. */
export function stepIn(root: Uint8Array): number {
  return guestStateRecord.codec.parse(root).step;
}

const RANDOM_BYTES = 16;

function blockOf(bytes: Uint8Array, codec?: "raw"): Block {
  return { cid: cidOf(bytes, codec), bytes };
}

import type { Block, Cid } from "@icn-mesh/core";
import * as CarBufferWriter from "@ipld/car/buffer-writer";
import { foreignCid } from "../graph/foreign-cid.ts";

/** The bytes of a CAR v1 with these roots and blocks: its header, and then a section per block as it comes. */
export async function* writeCar(
  roots: readonly Cid[],
  blocks: AsyncIterable<Block>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield headerOf(roots);
  for await (const block of blocks) yield sectionOf(block);
}

function headerOf(cids: readonly Cid[]): Uint8Array {
  const roots = cids.map(foreignCid);
  const buffer = new ArrayBuffer(CarBufferWriter.headerLength({ roots }));
  return CarBufferWriter.createWriter(buffer, { roots }).close();
}

function sectionOf({ cid, bytes }: Block): Uint8Array {
  const block = { cid: foreignCid(cid), bytes };
  const buffer = new ArrayBuffer(CarBufferWriter.blockLength(block));
  CarBufferWriter.createWriter(buffer, { headerSize: 0 }).write(block);
  return new Uint8Array(buffer);
}

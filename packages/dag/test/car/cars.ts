import { type Block, createMemoryStorage } from "@icn-mesh/core";
import { collect, createHandClock } from "@icn-mesh/core/testing";
import { CarWriter } from "@ipld/car";
import { CID } from "multiformats/cid";
import { exportCar } from "../../src/car/export-car.ts";
import { type ImportOptions, importCar } from "../../src/car/import-car.ts";
import { keptLinks } from "../samples.ts";

export const clock = createHandClock();
export const open = () => createMemoryStorage({ keptLinks });

export async function exported(...args: Parameters<typeof exportCar>): Promise<Uint8Array> {
  return Buffer.concat(await collect(exportCar(...args)));
}

export async function imported(bytes: Uint8Array, options?: ImportOptions) {
  const storage = open();
  const result = await importCar({ storage, clock }, [bytes], options);
  return { storage, result };
}

/** A CAR as another tool would write it: of blocks that it has not looked at. */
export async function foreignCar(
  roots: readonly CID[],
  blocks: readonly { cid: CID; bytes: Uint8Array }[],
): Promise<Buffer> {
  const { writer, out } = CarWriter.create([...roots]);
  const chunks = collect(out);
  for (const block of blocks) await writer.put(block);
  await writer.close();
  return Buffer.concat(await chunks);
}

export const asForeign = ({ cid, bytes }: Block) => ({ cid: CID.parse(cid), bytes });

/** The bytes in chunks of one size. */
export function* chunksOf(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

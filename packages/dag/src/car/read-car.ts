import type { Block, Cid } from "@icn-mesh/core";
import { blockLength, headerLength } from "@ipld/car/buffer-writer";
import { CarBlockIterator } from "@ipld/car/iterator";
import type { CID } from "multiformats/cid";
import { faultOf } from "../graph/block-fault.ts";
import { admittedCid } from "../graph/foreign-cid.ts";
import { carRefused, carTooLarge } from "./car-errors.ts";
import { createMeter, type Meter } from "./meter.ts";

/** How much of a stranger's CAR is read. */
export interface CarLimits {
  readonly maxBlocks?: number;
  readonly maxBytes?: number;
}

/** A CAR that is being read: its roots, and its blocks, each checked before it is handed out. */
export interface CarContents {
  readonly roots: readonly Cid[];
  readonly blocks: AsyncGenerator<Block, void, undefined>;
}

/**
 * Reads a CAR v1 as it streams in, holding no more than one section and the chunk that it came with, whatever lengths
 * the CAR claims. Throws `DAG_CAR_REFUSED` for what is no CAR or holds a wrong block, `DAG_CAR_TOO_LARGE` at a limit.
 */
export async function readCar(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { maxBlocks = Number.POSITIVE_INFINITY, maxBytes = Number.POSITIVE_INFINITY }: CarLimits = {},
): Promise<CarContents> {
  const meter = createMeter(source, maxBytes);
  const { sections, roots, headerBytes } = await openCar(meter);
  let accounted = headerBytes;

  async function* blocks(): AsyncGenerator<Block, void, undefined> {
    try {
      for (let count = 0; ; count++) {
        const block = await nextBlock();
        if (block === undefined) return;
        if (count === maxBlocks) throw carTooLarge("blocks");
        yield block;
      }
    } finally {
      await meter.close();
    }
  }

  async function nextBlock(): Promise<Block | undefined> {
    meter.startBlock();
    const { done, value } = await meter.guard(() => sections.next());
    if (!done) {
      accounted += blockLength(value);
      return checked(value.cid, value.bytes);
    }
    // At a section that claims to be shorter than its CID the library steps back, and loses its place.
    if (!meter.endedAt(accounted)) throw carRefused("malformed-car");
    return undefined;
  }

  return { roots, blocks: blocks() };
}

interface OpenCar {
  readonly sections: AsyncIterator<{ readonly cid: CID; readonly bytes: Uint8Array }>;
  readonly roots: readonly Cid[];
  readonly headerBytes: number;
}

async function openCar(meter: Meter): Promise<OpenCar> {
  try {
    const car = await meter.guard(() => CarBlockIterator.fromIterable(meter.bytes));
    if (car.version !== 1) throw carRefused("malformed-car");
    const roots = await car.getRoots();
    return {
      sections: car[Symbol.asyncIterator](),
      roots: roots.map((root) => admitted(root)),
      headerBytes: headerLength({ roots }),
    };
  } catch (error) {
    await meter.close();
    throw error;
  }
}

function checked(foreign: CID, bytes: Uint8Array): Block {
  const cid = admitted(foreign);
  const fault = faultOf({ cid, bytes });
  if (fault !== undefined) throw carRefused(fault, { cid });
  return { cid, bytes };
}

function admitted(foreign: CID): Cid {
  const cid = admittedCid(foreign);
  if (cid !== undefined) return cid;
  throw carRefused("foreign-cid", { cid: foreign.toString().slice(0, 80) });
}

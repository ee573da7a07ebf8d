import { Buffer } from "node:buffer";
import { crc32 } from "node:zlib";
import { damaged } from "./damage.ts";
import type { Disk, DiskFile } from "./disk.ts";

/** What is known to be durable, kept apart from the log so that the two can be held against each other. */
export interface Testimony {
  readonly storeId: Uint8Array;
  /** The last frame of the log that was synced. */
  readonly sequence: number;
  /** Where the newest checkpoint starts; 0 before the first. */
  readonly checkpoint: number;
}

/** The file that holds the last testimonies. */
export interface Witness {
  /** Writes down the last frame without waiting for the disk: that outlives the process, and soon the machine. */
  note(sequence: number): void;
  /** Resolves once it is durable which frame is the last, and where the newest checkpoint starts. */
  swear(sequence: number, checkpoint?: number): Promise<void>;
  close(): void;
}

// Four slots, each in a sector of its own: two that are synced before the other one is written again, so that one
// of them is always whole, and two for notes in between.
const SECTOR = 512;
const SLOT = 48;
const MAGIC = 0x54_49_57_44;

/** Makes the file, durably, by which a store begins to exist. */
export async function createWitness(disk: Disk, name: string, storeId: Uint8Array): Promise<void> {
  const draft = disk.create(`${name}-draft`);
  try {
    const bytes = Buffer.alloc(4 * SECTOR);
    bytes.set(print({ storeId, sequence: 0, checkpoint: 0 }, 0));
    draft.write(bytes, 0);
    await draft.sync();
  } finally {
    draft.close();
  }
  disk.rename(`${name}-draft`, name);
  await disk.sync();
}

/** A witness and its newest testimony. */
export interface OpenedWitness {
  readonly witness: Witness;
  readonly testimony: Testimony;
}

/** The witness of the store; undefined where there is none, `DAG_STORE_DAMAGED` if all it says is broken. */
export function openWitness(disk: Disk, name: string): OpenedWitness | undefined {
  const file = disk.open(name);
  if (file === undefined) return undefined;
  const slots = [0, 1, 2, 3].map((slot) => readSlot(file, slot));
  const turns = slots.map((slot) => slot?.turn ?? -1);
  const newest = slots.find((slot) => slot?.turn === Math.max(...turns));
  if (newest === undefined) {
    file.close();
    throw damaged(`${disk.path}/${name}`, "none of its testimonies is whole");
  }
  const { testimony } = newest;
  return { witness: createWitnessOn(file, turns, testimony), testimony };
}

function createWitnessOn(file: DiskFile, turns: readonly number[], newest: Testimony): Witness {
  const { storeId } = newest;
  let { checkpoint } = newest;
  const [first = -1, second = -1, third = -1, fourth = -1] = turns;
  let turn = Math.max(first, second, third, fourth);
  let sworn = first > second ? 1 : 0; // the older one is written next
  let noted = third > fourth ? 3 : 2;
  return {
    note(sequence) {
      file.write(print({ storeId, sequence, checkpoint }, ++turn), noted * SECTOR);
      noted = 5 - noted;
    },
    async swear(sequence, newer = checkpoint) {
      checkpoint = newer;
      file.write(print({ storeId, sequence, checkpoint }, ++turn), sworn * SECTOR);
      sworn = 1 - sworn;
      await file.sync();
    },
    close: () => file.close(),
  };
}

interface Slot {
  readonly turn: number;
  readonly testimony: Testimony;
}

function print({ storeId, sequence, checkpoint }: Testimony, turn: number): Uint8Array {
  const bytes = Buffer.alloc(SLOT);
  bytes.writeUInt32LE(MAGIC, 0);
  bytes.set(storeId, 4);
  bytes.writeBigUInt64LE(BigInt(turn), 20);
  bytes.writeBigUInt64LE(BigInt(sequence), 28);
  bytes.writeBigUInt64LE(BigInt(checkpoint), 36);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 44)), 44);
  return bytes;
}

function readSlot(file: DiskFile, slot: number): Slot | undefined {
  const bytes = Buffer.alloc(SLOT);
  const isWhole = file.read(bytes, slot * SECTOR) === SLOT && bytes.readUInt32LE(0) === MAGIC;
  if (!isWhole || bytes.readUInt32LE(44) !== crc32(bytes.subarray(0, 44))) return undefined;
  const uint64 = (at: number) => Number(bytes.readBigUInt64LE(at));
  const testimony = { storeId: bytes.subarray(4, 20), sequence: uint64(28), checkpoint: uint64(36) };
  return { turn: uint64(20), testimony };
}

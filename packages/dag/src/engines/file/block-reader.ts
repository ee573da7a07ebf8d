import { CID_BYTES } from "@icn-mesh/core";
import { readCid } from "@icn-mesh/core/storage";
import { DagError } from "../../errors.ts";
import type { BlockPlace } from "./block-index.ts";
import { damaged } from "./damage.ts";
import { BLOCK_HEADER, checkBlockHeader } from "./entries.ts";
import type { Segments } from "./segments.ts";

/** What stands at a place of the log: the block that was looked for, another one, or neither can be told. */
export type Sighting = "it" | "other" | "damaged";

/** Reads block entries of the log. */
export interface BlockReader {
  /** Whether the block with these 36 bytes of CID stands there. */
  look(key: Uint8Array, place: BlockPlace): Sighting;
  /** The same, and with the same read its bytes: a view, valid until the next call. */
  fetch(key: Uint8Array, place: BlockPlace): { readonly sighting: Sighting; readonly bytes: Uint8Array };
  /** The CID that stands there, as its 36 bytes: a view, valid until the next call. */
  keyAt(place: BlockPlace): Uint8Array;
  /** What to throw when a place is damaged. */
  damage(key: Uint8Array): DagError;
}

const USUAL_BYTES = 64 * 1024;

/** A reader that has one buffer for all blocks but the largest. */
export function createBlockReader(segments: Segments): BlockReader {
  const usual = new Uint8Array(USUAL_BYTES);

  /** As many bytes as there are of the entry; none when its file is gone. */
  function load({ segment, offset }: BlockPlace, length: number): Uint8Array {
    const into = length <= USUAL_BYTES ? usual.subarray(0, length) : new Uint8Array(length);
    const read = segments.file(segment)?.read(into, offset) ?? 0;
    return read === length ? into : into.subarray(0, read);
  }

  return {
    look: (key, place) => sightingIn(load(place, BLOCK_HEADER), key),
    fetch(key, place) {
      const entry = load(place, BLOCK_HEADER + place.length);
      const isWhole = entry.length === BLOCK_HEADER + place.length;
      return {
        sighting: isWhole ? sightingIn(entry, key) : "damaged",
        bytes: entry.subarray(BLOCK_HEADER),
      };
    },
    keyAt(place) {
      const entry = load(place, BLOCK_HEADER);
      if (!isIntact(entry)) {
        throw damaged(segments.pathOf(place.segment), "a block has lost its name", place.offset);
      }
      return entry.subarray(1, 1 + CID_BYTES);
    },
    damage(key) {
      const cid = readCid(key, 0);
      return new DagError(`block ${cid} is damaged on disk; put it again, or restore it from a backup`, {
        code: "DAG_BLOCK_DAMAGED",
        cid,
      });
    },
  };
}

function sightingIn(entry: Uint8Array, key: Uint8Array): Sighting {
  if (entry.length >= BLOCK_HEADER && hasKey(entry, key)) return "it";
  return isIntact(entry) ? "other" : "damaged";
}

function hasKey(entry: Uint8Array, key: Uint8Array): boolean {
  for (let at = 0; at < CID_BYTES; at++) if (entry[at + 1] !== key[at]) return false;
  return true;
}

function isIntact(entry: Uint8Array): boolean {
  if (entry.length < BLOCK_HEADER) return false;
  const sum = new DataView(entry.buffer, entry.byteOffset).getUint32(BLOCK_HEADER - 4, true);
  return sum === checkBlockHeader(entry);
}

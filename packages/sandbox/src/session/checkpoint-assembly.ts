import { type Block, type Cid, cidOf } from "@icn-mesh/core";
import type { CheckpointEvent } from "../guest/guest-event.ts";
import type { GuestCheckpoint } from "../runner.ts";
import { guestStateCodec } from "../state/guest-state.ts";

/** Puts checkpoints together out of the blocks that came before their roots. */
export interface CheckpointAssembly {
  add(blocks: readonly Uint8Array[]): void;
  /** Undefined where the root is none, or lists chunks that were never sent. */
  complete(event: CheckpointEvent): GuestCheckpoint | undefined;
}

/** An assembly for a run that goes on from the chunks `known`, or from none. */
export function createCheckpointAssembly(known: Iterable<Cid>): CheckpointAssembly {
  let before: ReadonlySet<Cid> = new Set(known);
  let waiting = new Map<Cid, Block>();

  return {
    add(blocks) {
      for (const bytes of blocks) {
        // The name is made here: what a process says its blocks are called is worth nothing.
        const cid = cidOf(bytes, "raw");
        waiting.set(cid, { cid, bytes });
      }
    },
    complete({ root, type: _type, ...label }) {
      const decoded = guestStateCodec.decode(root);
      if (!decoded.ok) return undefined;
      const { chunks } = decoded.value;
      if (chunks.some((cid) => !before.has(cid) && !waiting.has(cid))) return undefined;
      const state = cidOf(root);
      const blocks = [...waiting.values(), { cid: state, bytes: root }];
      before = new Set(chunks);
      waiting = new Map();
      return { ...label, state, blocks };
    },
  };
}

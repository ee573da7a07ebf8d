import {
  type Cid,
  cidOf,
  type Entry,
  entryRecord,
  jobIdSchema,
  networkIdSchema,
  type Storage,
} from "@icn-mesh/core";
import { sampleDid } from "@icn-mesh/core/testing";

/** How many records the history of a job has here. */
export const LINKS = 10_000;

/** Stores a job's history under one ref; its CIDs, the oldest first. */
export async function storeHistory(storage: Storage): Promise<readonly Cid[]> {
  const cids: Cid[] = [];
  const blocks: { readonly bytes: Uint8Array }[] = [];
  for (let seq = 0; seq < LINKS; seq++) {
    const bytes = entryRecord.codec.encode(entryAt(seq, cids.at(-1) ?? null));
    blocks.push({ bytes });
    cids.push(cidOf(bytes));
  }
  await storage.commit({ blocks, refs: [{ name: "job/bench", expect: null, to: cids.at(-1) ?? null }] });
  return cids;
}

function entryAt(seq: number, prev: Cid | null): Entry {
  const any = cidOf(Uint8Array.of(0xa0));
  return {
    t: "icn/entry/1",
    net: networkIdSchema.parse(any),
    by: sampleDid(1),
    via: null,
    job: jobIdSchema.parse(any),
    seq,
    prev,
    happened: { type: "opened", round: 0, at: seq },
  };
}

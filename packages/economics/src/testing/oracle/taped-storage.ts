import type { CommitInput, Storage } from "@icn-mesh/core";
import { voteRecord } from "@icn-mesh/core";
import type { Ballot } from "../../certificate/ballot.ts";
import { economicsRecords } from "../../guard/guard-records.ts";

/** A guard's store that tells of every vote on its way to the disk, once it is there. */
export function tapedStorage(
  storage: Storage,
  onVote: (ballot: Ballot, bodies: readonly Uint8Array[]) => void,
): Storage {
  return {
    ...storage,
    async commit(input) {
      const copy = { blocks: [...(input.blocks ?? [])], refs: [...(input.refs ?? [])] };
      const result = await storage.commit(input);
      if (result.ok) tell(copy, onVote);
      return result;
    },
  };
}

function tell(
  { blocks = [], refs = [] }: CommitInput,
  onVote: (ballot: Ballot, bodies: readonly Uint8Array[]) => void,
): void {
  const [first, ...bodies] = blocks;
  if (first === undefined || !refs.some(({ name, expect }) => expect === null && name.includes("/vote/")))
    return;
  const entry = economicsRecords[0].codec.decode(first.bytes);
  if (!entry.ok) return;
  const { by, boot, ballot, slot, outcome } = voteRecord.codec.parse(entry.value.vote);
  onVote(
    { slot, outcome, vote: { by, boot, ballot, sig: new Uint8Array(64) } },
    bodies.map(({ bytes }) => bytes),
  );
}

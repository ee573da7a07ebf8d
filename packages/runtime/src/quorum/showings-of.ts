import type { AnyBody, Embedded, Signed, Storage } from "@icn-mesh/core";
import type { WorkWord } from "../executor/mesh-tasks/work-place.ts";
import type { WorkRecord } from "../executor/mesh-tasks/work-record.ts";
import { ownFact } from "../job/own-records.ts";

/** What to show guards in order to be paid, the most first: the next is shown if they refuse the one before. */
export type Showings = readonly [readonly Embedded[], ...(readonly Embedded[])[]];

/**
 * An executor's word, and in a quorum that it had committed to it and was asked for it. The manager's list of commits may
 * be such that guards refuse everything that is shown with it.
 */
export async function showingsOf(
  storage: Storage,
  { commit, commits }: Pick<WorkRecord, "commit" | "commits">,
  word: WorkWord,
): Promise<Showings> {
  if (commit === null) return [[embed(word)]];
  const least = [embed(await ownFact(storage, commit)), embed(word)];
  return commits === null ? [least] : [[...least, embed(await ownFact(storage, commits))], least];
}

function embed({ bytes, sig }: Pick<Signed<AnyBody>, "bytes" | "sig">): Embedded {
  return { body: bytes, sig };
}

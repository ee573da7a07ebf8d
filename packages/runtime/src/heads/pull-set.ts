import type { Cid } from "@icn-mesh/core";
import { bucketOf } from "./bucket-tables.ts";
import { equalBytes } from "./equal-bytes.ts";
import type { GroupHead } from "./group-digests.ts";
import { bucketsCodec, groupsCodec, idsCodec, itemsCodec, MOST_ITEMS } from "./head-messages.ts";
import type { HeadSession } from "./head-session.ts";
import type { HeadSet } from "./head-set.ts";

/** A set that is being compared with that of a peer. */
export interface Pull {
  readonly session: HeadSession;
  readonly set: HeadSet;
}

/** Fewer are listed at once, which takes less than to compare their buckets. */
const FEW = 256;

/**
 * Brings over what a peer has and this node does not, from the highest group on downwards, beginning below one. It
 * resolves to where to begin the next time: null where all was compared.
 */
export async function pullSet(pull: Pull, from: number | null): Promise<number | null> {
  for (let below = from; ; ) {
    const page = await nextGroups(pull, below);
    const last = page?.groups.at(-1);
    if (page === undefined) return below;
    const open = await pullGroups(pull, page.groups);
    if (open !== undefined) return open + 1;
    if (last === undefined || equalBytes(page.rest, await pull.set.items.chain(last.group))) return null;
    below = last.group;
  }
}

/** The next page of groups; undefined when the session is over, as it is when the page does not go on downwards. */
async function nextGroups({ session, set }: Pull, below: number | null) {
  const answer = await session.ask({ type: "groups", set: set.name, below }, groupsCodec);
  if (answer === undefined || isFalling([below ?? Number.POSITIVE_INFINITY, ...groupsOf(answer.groups)]))
    return answer;
  return session.finish("misled");
}

function groupsOf(heads: readonly GroupHead[]): readonly number[] {
  return heads.map(({ group }) => group);
}

/** The group at which the session ended; undefined if it did not. */
async function pullGroups(pull: Pull, heads: readonly GroupHead[]): Promise<number | undefined> {
  for (const head of heads) {
    await pullGroup(pull, head);
    if (pull.session.end !== undefined) return head.group;
  }
  return undefined;
}

async function pullGroup(pull: Pull, { group, count, digest }: GroupHead): Promise<void> {
  const { session, set } = pull;
  if (equalBytes(digest, await set.items.digestOf(group))) return;
  if (count <= FEW || set.items.countOf(group) === 0) return pullIds(pull, { group, bucket: null });
  const answer = await session.ask({ type: "buckets", set: set.name, group }, bucketsCodec);
  if (answer === undefined) return;
  const { buckets } = answer;
  if (!isRising(buckets.map(({ bucket }) => bucket))) return session.finish("misled");
  const own = new Map((await set.items.buckets(group)).map((head) => [head.bucket, head.digest]));
  for (const { bucket, digest: theirs } of buckets) {
    const ours = own.get(bucket);
    if (ours === undefined || !equalBytes(theirs, ours)) await pullIds(pull, { group, bucket });
  }
}

interface Part {
  readonly group: number;
  readonly bucket: string | null;
}

async function pullIds(pull: Pull, part: Part): Promise<void> {
  for (let after: Cid | null = null; ; ) {
    const page: IdPage | undefined = await nextIds(pull, part, after);
    if (page === undefined) return;
    await pullWanted(pull, part.group, page.ids);
    if (!page.isMore) return;
    after = page.ids.at(-1) ?? after;
  }
}

interface IdPage {
  readonly ids: readonly Cid[];
  readonly isMore: boolean;
}

/** The next ids; undefined when the session is over, as it is when they do not go on upwards. */
async function nextIds(
  { session, set }: Pull,
  { group, bucket }: Part,
  after: Cid | null,
): Promise<IdPage | undefined> {
  const page = await session.ask({ type: "ids", set: set.name, group, bucket, after }, idsCodec);
  if (page === undefined) return undefined;
  const { ids, isMore } = page;
  const goesOn = isRising([after ?? "", ...ids]) && (ids.length > 0 || !isMore);
  const isWithin = bucket === null || ids.every((id) => bucketOf(id) === bucket);
  return goesOn && isWithin ? page : session.finish("misled");
}

async function pullWanted(pull: Pull, group: number, ids: readonly Cid[]): Promise<void> {
  const isWanted = await Promise.all(ids.map((id) => pull.set.wants({ group, id })));
  const wanted = ids.filter((_, index) => isWanted[index] === true);
  for (let first = 0; first < wanted.length; first += MOST_ITEMS)
    await pullItems(pull, group, wanted.slice(first, first + MOST_ITEMS));
}

/** An answer may have room for some only, so the rest is asked for again as long as something comes. */
async function pullItems({ session, set }: Pull, group: number, ids: readonly Cid[]): Promise<void> {
  for (let left = ids; left.length > 0; ) {
    const answer = await session.ask({ type: "items", set: set.name, group, ids: [...left] }, itemsCodec);
    if (answer === undefined) return;
    const { kept, isForged } = await set.take(group, answer.items, new Set(left));
    if (isForged) return session.finish("misled");
    if (kept.length === 0) return session.missed(left.length);
    const here = new Set(kept);
    left = left.filter((id) => !here.has(id));
  }
}

function isFalling(numbers: readonly number[]): boolean {
  return numbers.every((number, index) => index === 0 || number < (numbers[index - 1] as number));
}

function isRising(words: readonly string[]): boolean {
  return words.every((word, index) => index === 0 || word > (words[index - 1] as string));
}

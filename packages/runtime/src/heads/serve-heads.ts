import { type Clock, createBoundedMap, type Did, type NetworkId } from "@icn-mesh/core";
import type { IncomingRequest } from "@icn-mesh/network";
import type { PeerLink } from "../network/peer-link.ts";
import { PROTOCOLS } from "../network/wire-names.ts";
import {
  bucketsCodec,
  groupsCodec,
  type HeadQuestion,
  headQuestionCodec,
  idsCodec,
  itemsCodec,
  MOST_ANSWER_BYTES,
  MOST_BUCKETS,
  MOST_GROUPS,
  MOST_IDS,
  rootsCodec,
} from "./head-messages.ts";
import type { HeadSet } from "./head-set.ts";

/** What answering needs. */
export interface ServeHeadsComponents {
  readonly net: NetworkId;
  readonly sets: readonly HeadSet[];
  readonly link: Pick<PeerLink, "handle">;
  readonly clock: Pick<Clock, "monotonic">;
}

/** How much of this node's time one peer may take, so that whoever asks for ever does not have all of it. */
const MOST_AT_ONCE = 2000;
const AGAIN_EVERY_MS = 10;
const MOST_PEERS = 4096;
/** What an answer needs besides its items. */
const FRAME_BYTES = 1024;
const ITEM_FRAME_BYTES = 8;

/** Answers what peers ask about the sets, until the returned function is called. */
export function serveHeads({ net, sets, link, clock }: ServeHeadsComponents): () => void {
  const left = createBoundedMap<Did, { questions: number; at: number }>({
    max: MOST_PEERS,
    whenFull: "evict-least-used",
  });

  function isAllowed(peer: Did): boolean {
    const now = clock.monotonic();
    const state = left.get(peer) ?? { questions: MOST_AT_ONCE, at: now };
    const questions = Math.min(MOST_AT_ONCE, state.questions + (now - state.at) / AGAIN_EVERY_MS);
    left.set(peer, { questions: Math.max(0, questions - 1), at: now });
    return questions >= 1;
  }

  async function answer({ peer, bytes }: IncomingRequest): Promise<Uint8Array | null> {
    if (!isAllowed(peer)) return null;
    const decoded = headQuestionCodec.decode(bytes);
    if (!decoded.ok || decoded.value.net !== net) return null;
    const question = decoded.value;
    if (question.type === "roots") return rootsCodec.encode({ roots: await Promise.all(sets.map(rootOf)) });
    const set = sets.find(({ name }) => name === question.set);
    return set === undefined ? null : answerAbout(set, question);
  }

  return link.handle(PROTOCOLS.heads, answer);
}

async function rootOf({ name, items }: HeadSet) {
  return { set: name, count: items.size, digest: await items.chain(null) };
}

async function answerAbout(
  set: HeadSet,
  question: Exclude<HeadQuestion, { readonly type: "roots" }>,
): Promise<Uint8Array> {
  const { items } = set;
  switch (question.type) {
    case "groups": {
      const groups = await items.groups(question.below, MOST_GROUPS);
      const rest = await items.chain(groups.at(-1)?.group ?? 0);
      return groupsCodec.encode({ groups: [...groups], rest });
    }
    case "buckets": {
      const buckets = await items.buckets(question.group);
      return bucketsCodec.encode({ buckets: buckets.slice(0, MOST_BUCKETS) });
    }
    case "ids": {
      const { group, bucket, after } = question;
      const range = { group, bucket: bucket ?? undefined, after: after ?? undefined };
      const ids = await items.ids(range, MOST_IDS + 1);
      return idsCodec.encode({ ids: ids.slice(0, MOST_IDS), isMore: ids.length > MOST_IDS });
    }
    case "items":
      return itemsCodec.encode({ items: await itemsFor(set, question) });
  }
}

/** The first of those that are here, as many as fit. */
async function itemsFor(
  set: HeadSet,
  { group, ids }: Extract<HeadQuestion, { readonly type: "items" }>,
): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  let room = MOST_ANSWER_BYTES - FRAME_BYTES;
  for (const id of ids) {
    const item = await set.read({ group, id });
    room -= (item?.length ?? 0) + ITEM_FRAME_BYTES;
    if (room < 0) break;
    if (item !== undefined) found.push(item);
  }
  return found;
}

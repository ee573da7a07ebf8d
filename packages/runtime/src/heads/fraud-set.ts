import {
  type Cid,
  type Clock,
  claimOf,
  createBoundedMap,
  type Did,
  type Storage,
  type Verifier,
} from "@icn-mesh/core";
import type { Equivocation, Federation, FoldedReputation } from "@icn-mesh/economics";
import { createTurns } from "../tasks/turns.ts";
import { createEvidence, type Evidence } from "./evidence.ts";
import type { HeadSet } from "./head-set.ts";
import type { ItemPlace } from "./item-names.ts";
import { type ItemSet, openItemSet } from "./item-set.ts";
import { readSharedFraud, type SharedFraud, sharedFraud } from "./shared-fraud.ts";

/** The evidence of equivocation that the nodes of a federation share. */
export interface FraudSet extends HeadSet {
  /** Keeps evidence, if it is some, about an account that has a reputation to lose. */
  accuse(pair: Equivocation): Promise<void>;
  /** Looks again at evidence about accounts that nobody had assigned work to: there are more outcomes now. */
  look(): Promise<void>;
}

/** What the set needs. */
export interface FraudSetComponents {
  readonly federation: Federation;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly verifier: Verifier;
  readonly reputation: Pick<FoldedReputation, "accuse" | "acquit">;
  /** Keys cost nothing: evidence about any other account is evidence about nobody. */
  readonly isExecutor: (account: Did) => boolean;
}

const MOST_WAITING = 1024;
const MOST_REFUSED = 16_384;

/** Opens the evidence as it was left. */
export async function openFraudSet(components: FraudSetComponents): Promise<FraudSet> {
  const { federation, reputation } = components;
  const places: ItemPlace[] = [];
  const see = (place: ItemPlace): void => void places.push(place);
  const items = await openItemSet({ ...components, net: federation.net }, "frauds", see);
  const evidence = createEvidence();
  for (const place of places) {
    const bytes = await items.read(place);
    const fraud = bytes && readSharedFraud(federation, bytes);
    if (fraud === undefined) continue;
    evidence.offer(fraud);
    reputation.accuse(fraud.pair);
  }
  return createFraudSet(components, items, evidence);
}

function createFraudSet(components: FraudSetComponents, items: ItemSet, evidence: Evidence): FraudSet {
  const { federation, verifier, reputation, isExecutor } = components;
  const turns = createTurns();
  const waiting = createBoundedMap<Cid, SharedFraud>({ max: MOST_WAITING, whenFull: "evict-oldest" });
  const refused = createBoundedMap<Cid, true>({ max: MOST_REFUSED, whenFull: "evict-oldest" });

  async function keep(frauds: readonly SharedFraud[]): Promise<void> {
    for (const fraud of frauds) {
      if (isExecutor(fraud.author)) await admit(fraud);
      else waiting.set(fraud.id, fraud);
    }
  }

  async function admit(fraud: SharedFraud): Promise<void> {
    waiting.delete(fraud.id);
    const displaced = evidence.offer(fraud);
    if (displaced !== undefined) refused.set(displaced.id, true);
    if (displaced === fraud) return;
    if (displaced !== undefined) {
      await items.remove([displaced]);
      reputation.acquit(displaced.pair);
    }
    await items.add([fraud]);
    reputation.accuse(fraud.pair);
  }

  async function areSigned(frauds: readonly SharedFraud[]): Promise<boolean> {
    const claims = frauds.flatMap(({ pair }) => [claimOf(pair.first), claimOf(pair.second)]);
    return (await verifier.verifyMany(claims)).every((holds) => holds);
  }

  return {
    name: "frauds",
    items,
    read: (place) => items.read(place),
    wants: async (place) => !refused.has(place.id) && !waiting.has(place.id) && !(await items.has(place)),
    async take(group, sent, wanted) {
      const frauds = sent.flatMap((bytes) => readSharedFraud(federation, bytes) ?? []);
      const isAsked = (fraud: SharedFraud) => wanted.has(fraud.id) && fraud.group === group;
      const isGood = frauds.length === sent.length && frauds.every(isAsked) && (await areSigned(frauds));
      if (!isGood) return { kept: [], isForged: true };
      await turns.take(() => keep(frauds));
      return { kept: frauds.map(({ id }) => id), isForged: false };
    },
    async accuse(pair) {
      const fraud = sharedFraud(federation, pair);
      if (fraud !== undefined && (await areSigned([fraud]))) await turns.take(() => keep([fraud]));
    },
    look: () => turns.take(() => keep([...waiting].map(([, fraud]) => fraud))),
  };
}

import {
  type Clock,
  type Did,
  type Logger,
  type NetworkId,
  type Rng,
  type Signed,
  type Storage,
  sealRecord,
  type Verifier,
} from "@icn-mesh/core";
import type { Accounts } from "../mana/accounts.ts";
import type { PeerLink } from "../network/peer-link.ts";
import { topicNames } from "../network/wire-names.ts";
import { createOpenWork } from "../tasks/open-work.ts";
import type { Aid } from "./aid.ts";
import type { AidBody } from "./aid-records.ts";
import { type AidSet, openAidSet } from "./aid-set.ts";
import { type AidAnswers, createAidAnswers, type SubmitForAid } from "./answer-requests.ts";
import { listAid } from "./list-aid.ts";
import { type AidOffers, openAidOffers } from "./offers.ts";
import { createAidPost } from "./post-aid.ts";

/** Mutual aid as a part of a node. */
export interface AidService {
  readonly aid: Aid;
  /** What is shared of it. */
  readonly set: AidSet;
  /** Begins to listen, and to answer by what it submits so. */
  start(submit: SubmitForAid): void;
  stop(): Promise<void>;
}

/** What aid is made of. */
export interface AidServiceComponents {
  readonly net: NetworkId;
  readonly link: Pick<PeerLink, "publish" | "subscribe">;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly logger: Logger;
  readonly accounts: Pick<Accounts, "own" | "principal" | "signerOf">;
  readonly storage: Storage;
  readonly verifier: Verifier;
  /** Whose records are kept. */
  readonly admits: (author: Did) => boolean;
}

const LOOK_EVERY_MS = 30_000;
/** Others may have answered while this node was away: it hears of that first. */
const HEAR_FIRST_MS = 5000;

/** Opens what was heard, promised and done. Nothing is heard or answered before `start`. */
export async function openAid(components: AidServiceComponents): Promise<AidService> {
  let changed = (): void => undefined;
  const set = await openAidSet({ ...components, changed: () => changed() });
  const offers = await openAidOffers(components.storage, components.net);
  const { service, look } = createAidService(components, set, offers);
  changed = look;
  return service;
}

function createAidService(
  components: AidServiceComponents,
  set: AidSet,
  offers: AidOffers,
): { readonly service: AidService; readonly look: () => void } {
  const { net, link, clock, logger, accounts } = components;
  const { registry } = set;
  const over = new AbortController();
  const topic = topicNames(net).aid;
  const work = createOpenWork((reason) => {
    if (!over.signal.aborted) logger.error("aid failed", { reason: String(reason) });
  });
  const parts = { ...components, registry, offers, signerOf: accounts.signerOf, publish };
  const post = createAidPost(parts);
  const undo: (() => void)[] = [];
  let answers: AidAnswers | undefined;
  let isReady = false;

  /** Keeps a record of this node and tells everybody who listens; the others pull it. */
  async function publish(record: Signed<AidBody>): Promise<boolean> {
    if (!(await set.post(record))) return false;
    if (answers !== undefined) await link.publish(topic, sealRecord(record));
    return true;
  }

  async function repeat(): Promise<void> {
    await clock.after(HEAR_FIRST_MS, over);
    for (isReady = true; ; ) {
      await set.sweep();
      look();
      await clock.after(LOOK_EVERY_MS, over);
    }
  }

  function look(): void {
    if (isReady) answers?.look();
  }

  function hear(): void {
    const subscriber = {
      validate: ({ bytes }: { readonly bytes: Uint8Array }) => set.hear(bytes),
      handle: () => undefined,
    };
    const subscription = link.subscribe(topic, subscriber);
    undo.push(() => subscription.stop());
  }

  const service: AidService = {
    aid: { ...post, list: () => listAid(registry, offers) },
    set,
    start(submit) {
      answers = createAidAnswers({ ...parts, submit });
      hear();
      work.add(repeat());
    },
    async stop() {
      for (const each of undo.splice(0)) each();
      over.abort(STOPPED);
      await answers?.stop();
      await work.ended();
    },
  };
  return { service, look };
}

const STOPPED = new DOMException("aid has stopped", "AbortError");

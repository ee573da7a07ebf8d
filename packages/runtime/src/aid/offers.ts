import { type Cid, type CommitInput, cidOf, type JobId, type NetworkId, type Storage } from "@icn-mesh/core";
import { RuntimeError } from "../errors.ts";
import { ownBlock } from "../job/own-records.ts";
import { type AidAnswer, type AidOffer, aidAnswerEntry, aidNames, aidOfferEntry } from "./aid-records.ts";

/** What this node has promised to do for others, and what it has done. */
export interface AidOffers {
  /** What was promised with a template of this node; undefined for any other. */
  of(template: Cid): AidOffer | undefined;
  make(offer: AidOffer): Promise<void>;
  /** The answers that were given. */
  answers(): Iterable<AidAnswer>;
  answerTo(request: Cid): AidAnswer | undefined;
  /** How many requests a template has answered. */
  used(template: Cid): number;
  /** What is to be written with the job that answers a request, so that there is one for ever. */
  writeAnswer(request: Cid, template: Cid, job: JobId): CommitInput;
  /** Takes note of an answer that is in the store. */
  answered(request: Cid): Promise<AidAnswer | undefined>;
}

/** Opens what was promised and done. */
export async function openAidOffers(storage: Storage, net: NetworkId): Promise<AidOffers> {
  const offers = new Map<Cid, AidOffer>();
  const answers = new Map<Cid, AidAnswer>();
  for await (const { cid } of storage.refs(aidNames.offers(net))) {
    const offer = aidOfferEntry.codec.parse(await ownBlock(storage, cid));
    offers.set(offer.template, offer);
  }
  for await (const { cid } of storage.refs(aidNames.answers(net))) {
    const answer = aidAnswerEntry.codec.parse(await ownBlock(storage, cid));
    answers.set(answer.request, answer);
  }

  return {
    of: (template) => offers.get(template),
    async make(offer) {
      const bytes = aidOfferEntry.codec.encode(offer);
      const name = aidNames.offer(net, offer.template);
      const refs = [{ name, expect: null, to: cidOf(bytes) }];
      const result = await storage.commit({ blocks: [{ bytes }], refs });
      if (!result.ok) throw new RuntimeError("overtaken", { code: "RUNTIME_OVERTAKEN", ref: name });
      offers.set(offer.template, offer);
    },
    answers: () => answers.values(),
    answerTo: (request) => answers.get(request),
    used: (template) => [...answers.values()].filter((answer) => answer.template === template).length,
    writeAnswer(request, template, job) {
      const bytes = aidAnswerEntry.codec.encode({ t: "icn-mesh/aid-answer/1", request, template, job });
      const refs = [{ name: aidNames.answer(net, request), expect: null, to: cidOf(bytes) }];
      return { blocks: [{ bytes }], refs };
    },
    async answered(request) {
      const cid = await storage.ref(aidNames.answer(net, request));
      if (cid === null) return undefined;
      const answer = aidAnswerEntry.codec.parse(await ownBlock(storage, cid));
      answers.set(request, answer);
      return answer;
    },
  };
}

import {
  type Action,
  certificateCodec,
  type Did,
  type Operation,
  operationRecord,
  type Rng,
  type Signed,
  type Signer,
  signRecord,
} from "@icn-mesh/core";
import {
  claimOfBallot,
  createVoteCount,
  type GuardAsk,
  type GuardReply,
  operationSlot,
  type Proof,
  proofOf,
} from "@icn-mesh/economics";
import type { Charter } from "../actors/charter.ts";
import type { Answer, Question } from "../world/messages.ts";
import type { World } from "../world/world.ts";

/** What is asked of guards, and where what they make of it will stand. */
export interface Scheme {
  readonly slot: string;
  readonly ask: GuardAsk;
  readonly body: Uint8Array | null;
  readonly terms?: Proof["terms"];
}

/** A key in the hand of somebody who keeps to no rule but those that guards enforce. It does not crash. */
export interface Hand {
  readonly did: Did;
  readonly signer: Signer;
  readonly rng: Rng;
  /** All that it has seen certified, in the order of its chain. */
  readonly proofs: Proof[];
  /** Where its next operation goes. */
  readonly place: Pick<Operation, "seq" | "prev">;
  ask(to: Did, question: Question): Promise<Answer | undefined>;
  askGuards(guards: readonly Did[], ask: GuardAsk, proofs?: readonly Proof[]): Promise<readonly GuardReply[]>;
  /** Asks some guards, all when not given, a few times; keeps the proof if there is one. */
  certify(scheme: Scheme, guards?: readonly Did[]): Promise<Proof | undefined>;
  operation(actions: readonly Action[]): Promise<Scheme & { readonly signed: Signed<Operation> }>;
  /** Certifies an operation and moves on behind it. */
  perform(actions: readonly Action[]): Promise<Proof | undefined>;
  /** Moves on behind an operation that was certified. */
  follow(signed: Signed<Operation>): void;
  /** Begins with a gift of the charter, taken in. */
  fund(charter: Charter, amount: bigint): Promise<void>;
}

const TRIES = 5;
const PAUSE_MS = 900;

/** A hand with a new key. */
export function createHand(world: World, name: string): Hand {
  const { federation, keys, kernel, network, faults } = world;
  const signer = keys.signer(name);
  const rng = world.rng.fork(name);
  const { did } = signer;
  const all = federation.constitution.guards;
  const proofs: Proof[] = [];
  let place: Hand["place"] = { seq: 0, prev: null };

  const ask = (to: Did, question: Question) => network.ask(did, to, question).catch(() => undefined);

  async function askGuards(guards: readonly Did[], asked: GuardAsk, shown: readonly Proof[] = proofs) {
    const request = { ask: asked, proofs: shown.slice(-60) };
    const answers = await Promise.all(
      guards.map((guard) => ask(guard, { type: "guard", request, outputs: [] })),
    );
    return answers.flatMap((answer) => (answer?.type === "guard" ? [answer.reply] : []));
  }

  async function certify({ slot, ask: asked, body, terms = null }: Scheme, guards: readonly Did[] = all) {
    const count = createVoteCount(federation);
    for (let tries = 0; tries < TRIES; tries++) {
      for (const reply of await askGuards(guards, asked)) {
        const proof = proofIn(reply, { slot, body, terms, count });
        if (proof === undefined) continue;
        proofs.push(proof);
        return proof;
      }
      if (faults.isOver) return undefined;
      await kernel.wait(PAUSE_MS);
    }
    return undefined;
  }

  function proofIn(
    reply: GuardReply,
    {
      slot,
      body,
      terms,
      count,
    }: Omit<Scheme, "ask"> & { readonly count: ReturnType<typeof createVoteCount> },
  ): Proof | undefined {
    if (reply.type === "certified") return reply.proof;
    if (reply.type !== "vote" || reply.ballot.slot !== slot) return undefined;
    if (!keys.verifier.verify(claimOfBallot(federation, reply.ballot))) return undefined;
    const certificate = count.add(reply.ballot);
    return certificate && proofOf(certificate, body, terms ?? null);
  }

  async function operation(actions: readonly Action[]) {
    const head = { t: "icn/op/1", net: federation.net, by: did, via: null } as const;
    const signed = await signRecord(operationRecord, { ...head, ...place, do: [...actions] }, signer);
    const slot = operationSlot(federation.net, did, place.seq);
    const asked: GuardAsk = {
      type: "operation",
      operation: { body: signed.bytes, sig: signed.sig },
      members: [],
    };
    return { slot, ask: asked, body: signed.bytes, signed };
  }

  async function perform(actions: readonly Action[]) {
    const scheme = await operation(actions);
    const proof = await certify(scheme);
    if (proof !== undefined) follow(scheme.signed);
    return proof;
  }

  function follow({ body, cid }: Signed<Operation>): void {
    place = { seq: body.seq + 1, prev: cid };
  }

  return {
    did,
    signer,
    rng,
    proofs,
    get place() {
      return place;
    },
    ask,
    askGuards,
    certify,
    operation,
    follow,
    perform,
    async fund(charter, amount) {
      const gift = await charter.give(did, "mana", amount);
      proofs.push(gift);
      await perform([{ type: "receive", slot: certificateCodec.parse(gift.certificate).slot, index: 0 }]);
    },
  };
}

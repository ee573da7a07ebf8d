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
import { type GuardAsk, type GuardReply, operationSlot, type Proof } from "@icn-mesh/economics";
import type { Charter } from "../actors/charter.ts";
import type { Answer, Question } from "../world/messages.ts";
import type { World } from "../world/world.ts";
import { collectProof } from "./collect-proof.ts";
import type { Scheme } from "./scheme.ts";

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
  /** Asks some guards a few times, and tells none of them of the proof if there is one. */
  collect(scheme: Scheme, guards: readonly Did[]): Promise<Proof | undefined>;
  /** The same of all guards when not given; keeps the proof, and shows it with whatever it asks next. */
  certify(scheme: Scheme, guards?: readonly Did[]): Promise<Proof | undefined>;
  operation(actions: readonly Action[]): Promise<Scheme & { readonly signed: Signed<Operation> }>;
  /** Certifies an operation and moves on behind it. */
  perform(actions: readonly Action[]): Promise<Proof | undefined>;
  /** Moves on behind an operation that was certified. */
  follow(signed: Signed<Operation>): void;
  /** Begins with a gift of the charter, taken in. */
  fund(charter: Charter, amount: bigint): Promise<void>;
}

/** A hand with a new key. */
export function createHand(world: World, name: string): Hand {
  const { federation, keys, network } = world;
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

  const collect = (scheme: Scheme, guards: readonly Did[]) =>
    collectProof(world, scheme, () => askGuards(guards, scheme.ask));

  async function certify(scheme: Scheme, guards: readonly Did[] = all): Promise<Proof | undefined> {
    const proof = await collect(scheme, guards);
    if (proof !== undefined) proofs.push(proof);
    return proof;
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
    collect,
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

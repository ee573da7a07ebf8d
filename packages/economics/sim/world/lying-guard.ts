import {
  assignmentRecord,
  cidOf,
  closeRecord,
  createMemoryStorage,
  type Did,
  depositRecord,
  type Outcome,
  operationRecord,
  type Signer,
  signRecord,
  type Vote,
  voteRecord,
} from "@icn-mesh/core";
import {
  createMemoryBootCounter,
  type Guard,
  type GuardAsk,
  type GuardReply,
  type GuardRequest,
  linkSlot,
  type ManaRefusal,
  openGuard,
  operationSlot,
  settlementSlot,
} from "@icn-mesh/economics";
import { createLife, never } from "../kernel/life.ts";
import { clockOf } from "./ports.ts";
import type { World } from "./world.ts";

/** Starts a guard that votes for whatever it is asked, for one thing here and another there, or says anything at all. */
export function startLyingGuard(world: World, signer: Signer): void {
  const { network, kernel, faults, counters, federation, keys, judge } = world;
  const { did } = signer;
  const rng = world.rng.fork("lying guard");
  const life = createLife({ kernel, faults: { ...faults, crashCalls: 0, lagMs: 0 }, rng }, never);
  // What it would say if it did not lie: the best lies are close to the truth.
  let twin: Guard | undefined;
  openGuard({
    federation,
    storage: createMemoryStorage(),
    signer,
    verifier: keys.verifier,
    clock: clockOf(life, kernel, 0),
    judge,
    boots: createMemoryBootCounter(),
    peers: { ask: never },
  }).then(
    (guard) => {
      twin = guard;
    },
    (error: unknown) => world.report("throws", String(error)),
  );

  async function vote(slot: string, outcome: Outcome): Promise<GuardReply> {
    const head = {
      t: "icn/vote/1",
      net: federation.net,
      by: did,
      via: null,
      epoch: 0,
      boot: 1,
      ballot: 0,
    } as const;
    const body: Vote = { ...head, slot, outcome };
    const { sig } = await signRecord(voteRecord, body, signer);
    return { type: "vote", ballot: { slot, outcome, vote: { by: did, boot: 1, ballot: 0, sig } } };
  }

  async function lie({ ask }: GuardRequest): Promise<GuardReply | undefined> {
    const place = placeOf(ask);
    if (place !== undefined) return vote(place.slot, place.outcome);
    if (ask.type === "settle")
      return vote(settlementSlot(ask.assignment), ending(settlementSlot(ask.assignment)));
    if (ask.type === "close") {
      const { hold, seq } = closeRecord.codec.parse(ask.close.body);
      return vote(linkSlot(hold, seq), ending(linkSlot(hold, seq)));
    }
    return undefined;
  }

  function ending(slot: string): Outcome {
    const amount = BigInt(rng.below(100));
    const credits = amount === 0n ? [] : [{ to: did, amount }];
    const type = (["pay", "lapse", "release", "close"] as const)[rng.below(4)] ?? "pay";
    return { type, slot, unit: "mana", taken: amount, credits };
  }

  async function answer(request: GuardRequest, from: Did): Promise<GuardReply> {
    const way = rng.below(8);
    if (way === 0) return refuse();
    const lied = way < 5 ? await lie(request) : undefined;
    if (lied !== undefined) return lied;
    return (await twin?.ask(request, from)) ?? refuse();
  }

  function refuse(): GuardReply {
    const refusals: readonly ManaRefusal[] = [
      { code: "ECONOMICS_NOT_MEMBER" },
      { code: "ECONOMICS_BUSY" },
      { code: "ECONOMICS_BEHIND", slot: "nowhere" },
      { code: "ECONOMICS_NOT_YET", because: "claim", retryInMs: 2_000 },
      { code: "ECONOMICS_SETTLED" },
    ];
    return { type: "refused", refusal: refusals[rng.below(refusals.length)] ?? { code: "ECONOMICS_BUSY" } };
  }

  network.join(did, {
    isUp: true,
    answer(question, from) {
      if (question.type !== "guard") return undefined;
      counters.add("lies of guards");
      return answer(question.request, from as Did).then((reply) => ({ type: "guard", reply }));
    },
  });

  function placeOf(ask: GuardAsk): { readonly slot: string; readonly outcome: Outcome } | undefined {
    if (ask.type === "operation") {
      const operation = operationRecord.codec.decode(ask.operation.body);
      if (!operation.ok) return undefined;
      const { by, seq } = operation.value;
      return { slot: operationSlot(federation.net, by, seq), outcome: cidOf(ask.operation.body) };
    }
    if (ask.type === "assign") {
      const assignment = assignmentRecord.codec.decode(ask.assignment.body);
      if (!assignment.ok) return undefined;
      const { hold, seq } = assignment.value;
      return { slot: linkSlot(hold, seq), outcome: cidOf(ask.assignment.body) };
    }
    if (ask.type !== "deposit") return undefined;
    const deposit = depositRecord.codec.decode(ask.deposit.body);
    const cid = cidOf(ask.deposit.body);
    return deposit.ok ? { slot: depositRecord.slotOf(deposit.value, cid), outcome: cid } : undefined;
  }
}

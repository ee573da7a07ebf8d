import {
  createMemoryStorage,
  type Did,
  type Outcome,
  type Rng,
  type Signer,
  signRecord,
  type Vote,
  voteRecord,
} from "@icn-mesh/core";
import { steadyLife } from "@icn-mesh/core/testing";
import {
  createMemoryBootCounter,
  type Federation,
  type Guard,
  type GuardReply,
  type GuardRequest,
  type ManaRefusal,
  openGuard,
} from "@icn-mesh/economics";
import { clockOf } from "./clock-of.ts";
import { slotAsked } from "./slot-asked.ts";
import type { World } from "./world.ts";

/** Starts a guard that votes for whatever it is asked, for one thing here and another there, or says anything at all. */
export function startLyingGuard(world: World, signer: Signer): void {
  const { network, counters, federation } = world;
  const rng = world.rng.fork("lying guard");
  // What it would say if it did not lie: the best lies are close to the truth.
  const honestTwin = openTwin(world, signer);

  async function answer(request: GuardRequest, from: Did): Promise<GuardReply> {
    const way = rng.below(8);
    if (way === 0) return refuse(rng);
    const asked = way < 5 ? slotAsked(federation.net, request.ask) : undefined;
    if (asked === undefined) return (await honestTwin).ask(request, from);
    const outcome = asked.body ?? anyEnding(rng, asked.slot, signer.did);
    return vote(federation, signer, { slot: asked.slot, outcome });
  }

  network.join(signer.did, {
    isUp: true,
    async answer(question, from) {
      if (question.type !== "guard") return { type: "no" };
      counters.add("lies of guards");
      return { type: "guard", reply: await answer(question.request, from as Did) };
    },
  });
}

function openTwin({ federation, keys, kernel, judge }: World, signer: Signer): Promise<Guard> {
  return openGuard({
    federation,
    storage: createMemoryStorage(),
    signer,
    verifier: keys.verifier,
    clock: clockOf(steadyLife, kernel, 0),
    judge,
    boots: createMemoryBootCounter(),
    peers: { ask: () => Promise.reject(new Error("it asks nobody")) },
  });
}

async function vote(
  { net }: Federation,
  signer: Signer,
  { slot, outcome }: { readonly slot: string; readonly outcome: Outcome },
): Promise<GuardReply> {
  const cast = { by: signer.did, boot: 1, ballot: 0 };
  const body: Vote = { t: "icn/vote/1", net, via: null, epoch: 0, ...cast, slot, outcome };
  const { sig } = await signRecord(voteRecord, body, signer);
  return { type: "vote", ballot: { slot, outcome, vote: { ...cast, sig } } };
}

function anyEnding(rng: Rng, slot: string, to: Did): Outcome {
  const types = ["pay", "lapse", "release", "close"] as const;
  const amount = BigInt(rng.below(100));
  const credits = amount === 0n ? [] : [{ to, amount }];
  return { type: types[rng.below(types.length)] ?? "pay", slot, unit: "mana", taken: amount, credits };
}

function refuse(rng: Rng): GuardReply {
  const refusals: readonly ManaRefusal[] = [
    { code: "ECONOMICS_NOT_MEMBER" },
    { code: "ECONOMICS_BUSY" },
    { code: "ECONOMICS_BEHIND", slot: "nowhere" },
    { code: "ECONOMICS_NOT_YET", because: "claim", retryInMs: 2_000 },
  ];
  return { type: "refused", refusal: refusals[rng.below(refusals.length)] ?? { code: "ECONOMICS_BUSY" } };
}

import {
  createSeededRng,
  type Deposit,
  type Did,
  depositRecord,
  type Embedded,
  memberRecord,
  type Signed,
  signRecord,
} from "@icn-mesh/core";
import { steadyLife } from "@icn-mesh/core/testing";
import { collectVotes, type GuardReply, type GuardRequest, type Proof, proofOf } from "@icn-mesh/economics";
import { factIn } from "@icn-mesh/economics/testing";
import { clockOf } from "../world/clock-of.ts";
import type { World } from "../world/world.ts";

/** What the people of a federation do for its accounts. They do not crash. */
export interface Charter {
  membership(account: Did): Promise<Embedded>;
  signDeposit(account: Did, unit: string, amount: bigint): Promise<Signed<Deposit>>;
  /** The proof of a certified deposit, however long it takes. */
  give(account: Did, unit: string, amount: bigint): Promise<Proof>;
  askGuard(guard: Did, request: GuardRequest): Promise<GuardReply>;
}

/** The charter of a world. */
export function createCharter(world: World): Charter {
  const { federation, charter, network, keys, kernel } = world;
  const { net } = federation;
  let nonce = 0;

  async function askGuard(guard: Did, request: GuardRequest): Promise<GuardReply> {
    const answer = await network.ask(charter.did, guard, { type: "guard", request, outputs: [] });
    if (answer.type !== "guard") throw new Error("not the answer of a guard");
    return answer.reply;
  }

  function signDeposit(account: Did, unit: string, amount: bigint): Promise<Signed<Deposit>> {
    nonce += 1;
    const head = { t: "icn/deposit/1", net, by: charter.did, via: null, reason: "opening" } as const;
    const body = { ...head, account, unit, amount, nonce: new Uint8Array(8).fill(nonce) };
    return signRecord(depositRecord, body, charter);
  }

  return {
    askGuard,
    signDeposit,
    async membership(account) {
      const head = { t: "icn/member/1", net, by: charter.did, via: null, class: "cooperative" } as const;
      const body = { ...head, account, scopes: [], capabilities: [], notAfter: Number.MAX_SAFE_INTEGER };
      const { bytes, sig } = await signRecord(memberRecord, body, charter);
      return { body: bytes, sig };
    },
    async give(account, unit, amount) {
      const { bytes, sig, slot } = await signDeposit(account, unit, amount);
      const guards = { ask: (guard: Did, request: GuardRequest) => askGuard(guard, request) };
      const collected = await collectVotes(
        {
          federation,
          guards,
          verifier: keys.verifier,
          clock: clockOf(steadyLife, kernel, 0),
          rng: createSeededRng(slot),
        },
        {
          slot,
          ask: { type: "deposit", deposit: { body: bytes, sig } },
          proofs: [],
          proven(certificate) {
            const fact = factIn(slot, certificate.outcome, bytes);
            if (fact === undefined) return undefined;
            return { certified: { certificate, fact, terms: null }, proof: proofOf(certificate, bytes) };
          },
          proofsFor: async () => [],
        },
        { signal: new AbortController().signal },
      );
      if (collected.ok) return collected.value.proof;
      throw new Error(`the guards refuse a deposit: ${collected.refusal.code}`);
    },
  };
}

import {
  type Assignment,
  type ExecutionReceipt,
  type Operation,
  operationRecord,
  type Signer,
  signRecord,
} from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { createHandClock, type HandClock } from "@icn-mesh/core/testing";
import type { GuardAsk, GuardReply, ManaClient } from "@icn-mesh/economics";
import {
  createSampleEconomy,
  type SampleEconomy,
  type SampleEconomyOptions,
  sampleReceipt,
} from "@icn-mesh/economics/testing";
import { embed, fund, type HeldJob, holdFor, must, offerFor } from "../a-job.ts";

export const MINUTE = 60_000;

/** An economy with a creator of 1 000 mana, a hold of 100 for a job, and an executor. */
export interface World {
  readonly clock: HandClock;
  readonly economy: SampleEconomy;
  readonly creator: ManaClient;
  readonly creatorKey: Signer;
  readonly executor: Signer;
  readonly stranger: Signer;
  readonly held: HeldJob;
}

/** A world in which nothing is assigned yet. */
export async function openWorld(options: Partial<SampleEconomyOptions> = {}): Promise<World> {
  const clock = createHandClock();
  const economy = await createSampleEconomy({ engine: nodeCryptoEngine(), clock, ...options });
  const creator = await economy.client(1, { member: true });
  await fund(economy, creator);
  const held = await holdFor(economy, creator, { expiresAt: clock.now() + 60 * MINUTE });
  return {
    clock,
    economy,
    creator,
    creatorKey: economy.signer(1),
    executor: economy.signer(2),
    stranger: economy.signer(9),
    held,
  };
}

/** A certified assignment to the executor, with ten minutes to claim. */
export async function assign({ clock, economy, creator, executor, held }: World) {
  const offer = await offerFor(economy, creator, {
    job: held.job,
    executor,
    claimBy: clock.now() + 10 * MINUTE,
  });
  must(await creator.certifyAssignment(offer));
  return offer.assignment;
}

/** The executor's receipt for an assignment. */
export function receiptFor(
  { economy, executor }: World,
  { cid }: { readonly cid: Assignment["bid"] },
  changes: Partial<ExecutionReceipt> = {},
) {
  return sampleReceipt({ cid, net: economy.federation.net }, executor, changes);
}

/** An operation of an account as its next one, whatever is in it. */
export async function operation(
  { economy }: World,
  key: Signer,
  changes: Partial<Operation>,
): Promise<GuardAsk> {
  const account = economy.guards[0]?.current.ledger.account(key.did);
  const place = { seq: account?.next ?? 0, prev: account?.head ?? null };
  const body: Operation = {
    t: "icn/op/1",
    net: economy.federation.net,
    by: key.did,
    via: null,
    ...place,
    do: [],
    ...changes,
  };
  return { type: "operation", operation: embed(await signRecord(operationRecord, body, key)), members: [] };
}

/** All that the guards say of where mana lies. */
export function totals({ economy }: World): string {
  const all = economy.guards.map(({ current }) =>
    ["mana", "credit"].map((unit) => current.ledger.totals(unit)),
  );
  return JSON.stringify(all, (_, value) => (typeof value === "bigint" ? String(value) : value));
}

/** The answer of each guard in a word: the code of a refusal, or the type of the reply. */
export function wordsOf(replies: readonly GuardReply[]): string[] {
  return replies.map((reply) => (reply.type === "refused" ? reply.refusal.code : reply.type));
}

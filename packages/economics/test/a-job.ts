import {
  type Assignment,
  assignmentRecord,
  type Bid,
  cidOf,
  type Embedded,
  type HoldId,
  type Job,
  type RecordBody,
  type Signed,
  type Signer,
} from "@icn-mesh/core";
import type { AgreedLink, LinkOffer, ManaClient, Ruling } from "@icn-mesh/economics";
import {
  type SampleEconomy,
  sampleAcceptance,
  sampleAssignment,
  sampleBid,
  sampleJob,
} from "@icn-mesh/economics/testing";

/** What a ruling grants; a refusal is an error of the test. */
export function must<Value>(ruling: Ruling<Value>): Value {
  if (ruling.ok) return ruling.value;
  const facts = JSON.stringify(ruling.refusal, (_, value) =>
    typeof value === "bigint" ? String(value) : value,
  );
  throw new Error(`refused: ${facts}`);
}

/** A signed record inside another one. */
export function embed({ bytes, sig }: Pick<Signed<RecordBody>, "bytes" | "sig">): Embedded {
  return { body: bytes, sig };
}

/** Gives an account what it can give away. */
export async function fund(
  economy: SampleEconomy,
  client: ManaClient,
  { amount = 1000n, unit = "mana", nonce = 0 } = {},
): Promise<void> {
  must(
    await client.learn(
      await economy.deposit(client.account, { amount, unit, nonce: new Uint8Array(8).fill(nonce) }),
    ),
  );
  await client.idle();
}

/** What is earned and granted of a unit, in one word. */
export function balanceOf(client: ManaClient, unit = "mana"): string {
  const { grant, earned } = client.ledger.account(client.account)?.balances.get(unit) ?? {
    grant: 0n,
    earned: 0n,
  };
  return `${grant}+${earned}`;
}

/** A hold with the job that it is for. */
export interface HeldJob {
  readonly hold: HoldId;
  readonly job: ReturnType<typeof sampleJob>;
}

/** Holds mana for a job, which is made once the place of the hold is known. */
export async function holdFor(
  economy: SampleEconomy,
  client: ManaClient,
  {
    amount = 100n,
    expiresAt,
    changes = {},
  }: { readonly amount?: bigint; readonly expiresAt: number; readonly changes?: Partial<Job> },
): Promise<HeldJob> {
  let job: HeldJob["job"] | undefined;
  const place = await client.perform({
    action: (hold) => {
      job = sampleJob(economy.federation.net, hold, changes);
      return { type: "hold", job: job.cid, unit: job.body.unit, amount, expiresAt };
    },
  });
  const { account, seq, index } = must(place);
  return { hold: { account, seq, index }, job: job! };
}

/** What a test makes different about an assignment. */
export interface AssignChanges {
  readonly claimBy: number;
  readonly assignment?: Partial<Assignment>;
  readonly bid?: Partial<Bid>;
}

/** An assignment with its bid and the word of its executor, which nobody has signed. */
export async function agreeOn(
  economy: SampleEconomy,
  client: ManaClient,
  { job, executor, ...changes }: AssignChanges & { readonly job: HeldJob["job"]; readonly executor: Signer },
): Promise<AgreedLink> {
  const { net } = economy.federation;
  const bid = await sampleBid(net, job.cid, { by: executor, changes: changes.bid ?? {} });
  const known = client.ledger.hold(job.body.hold);
  const place = { seq: known?.next ?? 0, prev: known?.head ?? null };
  const body = sampleAssignment(job, bid, { claimBy: changes.claimBy, ...place, ...changes.assignment });
  const cid = cidOf(assignmentRecord.codec.encode(body));
  const acceptance = embed(await sampleAcceptance({ cid, body }, executor));
  return { assignment: body, job: job.bytes, bid: bid.bytes, acceptance, members: [] };
}

/** Makes an assignment with its bid and acceptance, signed and ready to be certified. */
export async function offerFor(...what: Parameters<typeof agreeOn>): Promise<LinkOffer> {
  const [, client] = what;
  return must(await client.signAssignment(await agreeOn(...what)));
}

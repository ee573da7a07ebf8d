import type { Certificate, Clock, Deposit, Signed } from "@icn-mesh/core";
import {
  type AskGuards,
  createVoteCount,
  type Federation,
  type GuardReply,
  type ManaClient,
  proofOf,
} from "@icn-mesh/economics";
import { NodeError } from "../errors.ts";

/** Where a deposit is taken to. */
export interface RedeemComponents {
  readonly federation: Federation;
  readonly guards: AskGuards;
  readonly clock: Clock;
  /** The account that it is for. */
  readonly account: ManaClient;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Has the guards certify a deposit and takes it in, asking again until a quorum of them can be reached. A deposit that
 * was taken in before is taken in no second time. Throws `NODE_DEPOSIT_REFUSED` where the guards do not take it.
 */
export async function redeemDeposit(
  components: RedeemComponents,
  deposit: Signed<Deposit>,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  const { clock } = components;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    signal.throwIfAborted();
    if (await askOnce(components, deposit, signal)) return;
    await clock.after(pause, { signal });
  }
}

async function askOnce(
  components: RedeemComponents,
  deposit: Signed<Deposit>,
  signal: AbortSignal,
): Promise<boolean> {
  const { federation, guards, account } = components;
  const request = {
    ask: { type: "deposit" as const, deposit: { body: deposit.bytes, sig: deposit.sig } },
    proofs: [],
  };
  const asked = federation.constitution.guards.map((guard) => guards.ask(guard, request, { signal }));
  const heard = (await Promise.allSettled(asked)).flatMap((reply) =>
    reply.status === "fulfilled" ? [reply.value] : [],
  );
  const proof = provenBy(federation, heard, deposit);
  if (proof !== undefined) {
    await account.learn(proof);
    await account.idle();
    return true;
  }
  const refusals = heard.flatMap((reply) => (reply.type === "refused" ? [reply.refusal.code] : []));
  const [refusal] = refusals;
  if (refusal === undefined || federation.constitution.guards.length - refusals.length >= federation.quorum)
    return false;
  throw new NodeError(`the guards do not take the deposit: ${refusal}`, {
    code: "NODE_DEPOSIT_REFUSED",
    refusal,
  });
}

function provenBy(federation: Federation, heard: readonly GuardReply[], { bytes }: Signed<Deposit>) {
  for (const reply of heard) if (reply.type === "certified") return reply.proof;
  const count = createVoteCount(federation);
  let certificate: Certificate | undefined;
  for (const reply of heard) if (reply.type === "vote") certificate ??= count.add(reply.ballot);
  return certificate && proofOf(certificate, bytes);
}

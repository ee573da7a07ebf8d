import { certificateOf, type GuardRequest, proofOf } from "@icn-mesh/economics";
import type { Accounts } from "@icn-mesh/runtime";
import { signEndowment } from "@icn-mesh/runtime/testing";
import type { SimFederation } from "./world.ts";

/** Has the charter bring mana in for an account, and the node of that account take it in. */
export async function fundAccount(
  { federation, charter, guards }: SimFederation,
  { accounts, amount }: { readonly accounts: Accounts; readonly amount: bigint },
): Promise<void> {
  const { account } = accounts.own;
  const nonce = new TextEncoder().encode(account.slice(-8));
  const signed = await signEndowment({ federation, charter }, { account, amount, nonce });
  const deposit = { body: signed.bytes, sig: signed.sig };
  const request: GuardRequest = { ask: { type: "deposit", deposit }, proofs: [] };
  const ballots = [];
  for (const { machine } of guards) {
    const reply = await machine.running?.guard.ask(request, charter.did);
    if (reply?.type === "vote") ballots.push(reply.ballot);
  }
  if (ballots.length < federation.quorum) return;
  const certificate = certificateOf(federation, ballots.slice(0, federation.quorum));
  await accounts.own.learn(proofOf(certificate, signed.bytes));
  await accounts.own.idle();
}

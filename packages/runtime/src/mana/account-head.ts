import type { Cid, Did, NetworkId } from "@icn-mesh/core";
import { type ManaClient, operationSlot } from "@icn-mesh/economics";

/** The end of an account's chain: what its next operation has to say of itself. */
export interface AccountHead {
  readonly seq: number;
  readonly prev: Cid | null;
}

/** No account is followed further than this in one go; whoever asks again goes on from there. */
const MOST_STEPS = 10_000;

/** Asks the guards for every operation of an account that this node has not seen, until there is none. */
export async function accountHead(
  { recall, ledger }: Pick<ManaClient, "ledger" | "recall">,
  net: NetworkId,
  account: Did,
): Promise<AccountHead> {
  const seen = ledger.account(account);
  let head: AccountHead = { seq: seen?.next ?? 0, prev: seen?.head ?? null };
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = await recall(operationSlot(net, account, head.seq));
    if (!next.ok || next.value.certified.fact.type !== "operation") break;
    head = { seq: head.seq + 1, prev: next.value.certified.fact.cid };
  }
  return head;
}

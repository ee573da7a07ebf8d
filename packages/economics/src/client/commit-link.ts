import {
  type Assignment,
  assignmentRecord,
  type Cid,
  type Close,
  openRecord,
  type Signed,
} from "@icn-mesh/core";
import { linkSlot } from "../money-slot.ts";
import { granted, type Ruling, refused } from "../refusal.ts";
import { recallSlot } from "./recall-slot.ts";
import { resolveContested } from "./resolve-contested.ts";
import { keepProven, outgoing, type Wallet } from "./wallet.ts";

/**
 * Writes what the account signs for a link before anybody sees it. Something else is refused there for as long as what
 * was signed before may still be certified, by this account or by the executor that has it.
 */
export async function commitLink<Body extends Assignment | Close>(
  wallet: Wallet,
  signed: Signed<Body>,
  signal: AbortSignal,
): Promise<Ruling<Signed<Body>>> {
  const { storage, names } = wallet;
  const slot = linkSlot(signed.body.hold, signed.body.seq);
  const { cid, bytes } = outgoing(signed);
  const before = await storage.ref(names.sent(slot));
  if (before === cid) return granted(signed);
  if (before !== null) {
    const given = await isGivenUp(wallet, { slot, before, next: signed.body }, signal);
    if (!given.ok) return given;
  }
  const refs = [{ name: names.sent(slot), expect: before, to: cid }];
  const result = await storage.commit({ blocks: [{ codec: "raw", bytes }], refs });
  if (result.ok || result.actual === cid) return granted(signed);
  return refused({ code: "ECONOMICS_SLOT_TAKEN", slot, by: result.actual });
}

/** No guard has voted for this assignment and none will: its link is free for another. */
export async function releaseLink({ storage, names }: Wallet, signed: Signed<Assignment>): Promise<void> {
  const name = names.sent(linkSlot(signed.body.hold, signed.body.seq));
  await storage.commit({ refs: [{ name, expect: outgoing(signed).cid, to: null }] });
}

interface Succession {
  readonly slot: string;
  readonly before: Cid;
  readonly next: Assignment | Close;
}

/** Guards certify no assignment whose claim is over. A close leaves it to them which was first; a second assignment does not. */
async function isGivenUp(
  wallet: Wallet,
  { slot, before, next }: Succession,
  signal: AbortSignal,
): Promise<Ruling<null>> {
  const envelope = await wallet.storage.get(before);
  const opened = envelope && openRecord(assignmentRecord, envelope);
  if (!opened?.ok) return refused({ code: "ECONOMICS_SLOT_TAKEN", slot, by: before });
  const { claimBy } = opened.value.body;
  const now = wallet.clock.now();
  if (now <= claimBy)
    return refused({ code: "ECONOMICS_NOT_YET", because: "link", retryInMs: claimBy - now + 1 });
  return next.t === "icn/close/1" ? granted(null) : isUnvoted(wallet, { slot, before }, signal);
}

/** A vote that some guard has given would stand against a second assignment, as a vote and as evidence of two stories. */
async function isUnvoted(
  wallet: Wallet,
  { slot, before }: Pick<Succession, "slot" | "before">,
  signal: AbortSignal,
): Promise<Ruling<null>> {
  const { ballots, empty, proven: recalled } = await recallSlot(wallet, slot, signal);
  const contested = { code: "ECONOMICS_CONTESTED", slot, ballots } as const;
  const proven =
    recalled ?? (ballots.length > 0 ? await resolveContested(wallet, contested, signal) : undefined);
  if (proven !== undefined) {
    const kept = await keepProven(wallet, proven);
    return kept.ok ? refused({ code: "ECONOMICS_SLOT_TAKEN", slot, by: before }) : kept;
  }
  if (ballots.length > 0) return refused(contested);
  return empty >= wallet.federation.quorum
    ? granted(null)
    : refused({ code: "ECONOMICS_UNREACHABLE", answered: empty });
}

import {
  type Assignment,
  assignmentRecord,
  type Cid,
  type Close,
  cidOf,
  closeRecord,
  openRecord,
  type Signed,
  signRecord,
} from "@icn-mesh/core";
import { verifyAll } from "../guard/read-asked.ts";
import { type Agreement, readOffer } from "../guard/read-offer.ts";
import { ruleOnOffer } from "../guard/rule-offer.ts";
import { linkSlot } from "../money-slot.ts";
import { granted, type ManaRefusal, type Ruling, refused } from "../refusal.ts";
import { outgoing, type Wallet } from "./wallet.ts";

/** An assignment that its executor has accepted and nobody has signed. */
export interface AgreedLink extends Agreement {
  readonly assignment: Assignment;
}

/**
 * Signs an assignment that its executor has accepted and guards would certify, once it is durable. Nothing else is
 * ever signed for its link but the close, so that nobody can show two assignments of an account that keeps to this.
 */
export async function signLink(wallet: Wallet, agreed: AgreedLink): Promise<Ruling<Signed<Assignment>>> {
  const { assignment: body } = agreed;
  if (body.by !== wallet.account) return refused({ code: "ECONOMICS_NOT_MANAGER" });
  const cid = cidOf(assignmentRecord.codec.encode(body));
  const slot = linkSlot(body.hold, body.seq);
  const before = await wallet.storage.ref(wallet.names.sent(slot));
  if (before !== null) {
    const signed = await signedAs(wallet, before);
    return signed?.cid === cid
      ? granted(signed)
      : refused({ code: "ECONOMICS_SLOT_TAKEN", slot, by: before });
  }
  const fault = await faultInLink(wallet, agreed, cid);
  if (fault !== undefined) return refused(fault);
  return commitLink(wallet, await signRecord(assignmentRecord, body, wallet.signer), null);
}

/**
 * Signs the close of a hold, once it is durable. Where an assignment was signed for the link before, that is not
 * before its claim is over: guards certify none after that, and if they have, the close says so.
 */
export async function signClose(wallet: Wallet, body: Close): Promise<Ruling<Signed<Close>>> {
  const { storage, names, signer, clock } = wallet;
  const slot = linkSlot(body.hold, body.seq);
  const signed = await signRecord(closeRecord, body, signer);
  const before = await storage.ref(names.sent(slot));
  const claimBy = before === null ? undefined : (await signedAs(wallet, before))?.body.claimBy;
  const left = claimBy === undefined ? 0 : claimBy - clock.now() + 1;
  if (left > 0) return refused({ code: "ECONOMICS_NOT_YET", because: "link", retryInMs: left });
  return commitLink(wallet, signed, before);
}

/** What guards would say against it. Nothing is signed that they would refuse. */
async function faultInLink(
  { federation, verifier, ledger, clock }: Wallet,
  { assignment: body, ...agreed }: AgreedLink,
  cid: Cid,
): Promise<ManaRefusal | undefined> {
  const now = clock.now();
  const offer = readOffer(federation, agreed, { assignment: { cid, body }, now });
  if (!offer.ok) return offer.refusal;
  const verified = await verifyAll(verifier, offer.value.signed);
  const ruling = verified.ok ? ruleOnOffer(ledger, offer.value, now) : verified;
  return ruling.ok ? undefined : ruling.refusal;
}

/** Writes what was signed for a link before anybody sees it, in the place of what was written before. */
async function commitLink<Body extends Assignment | Close>(
  { storage, names }: Wallet,
  signed: Signed<Body>,
  before: Cid | null,
): Promise<Ruling<Signed<Body>>> {
  const { hold, seq } = signed.body;
  const slot = linkSlot(hold, seq);
  const { cid, bytes } = outgoing(signed);
  const refs = [{ name: names.sent(slot), expect: before, to: cid }];
  const result = await storage.commit({ blocks: [{ codec: "raw", bytes }], refs });
  if (result.ok || result.actual === cid) return granted(signed);
  return refused({ code: "ECONOMICS_SLOT_TAKEN", slot, by: result.actual });
}

/** The assignment that was written for a link; undefined if that was a close. */
async function signedAs({ storage }: Wallet, cid: Cid): Promise<Signed<Assignment> | undefined> {
  const envelope = await storage.get(cid);
  const opened = envelope && openRecord(assignmentRecord, envelope);
  return opened?.ok ? opened.value : undefined;
}

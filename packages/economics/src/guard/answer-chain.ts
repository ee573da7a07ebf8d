import { cidOf, closeRecord, depositRecord, jobRecord, operationRecord } from "@icn-mesh/core";
import { judgeDeposit } from "../ledger/judge-deposit.ts";
import { judgeOperation } from "../ledger/judge-operation.ts";
import { linkSlot, operationSlot } from "../money-slot.ts";
import { granted, refused } from "../refusal.ts";
import type { GuardParts } from "./guard-parts.ts";
import { type GuardReply, refusal } from "./guard-reply.ts";
import type { GuardAsk } from "./guard-request.ts";
import { readAsked, verifyAll } from "./read-asked.ts";
import { readMembers } from "./read-offer.ts";
import { ruleOnClose } from "./rule-close.ts";
import { ruleOnRegeneration } from "./rule-regeneration.ts";
import { answerPast, voteFor } from "./vote-for.ts";

type Ask<Type extends GuardAsk["type"]> = Extract<GuardAsk, { readonly type: Type }>;

/** Votes for the next operation of an account. */
export async function answerOperation(parts: GuardParts, ask: Ask<"operation">): Promise<GuardReply> {
  const { federation, verifier, ledger, clock } = parts;
  const signed = readAsked(operationRecord, ask.operation, federation);
  if (!signed.ok) return refusal(signed.refusal);
  const members = readMembers(federation, ask.members);
  if (!members.ok) return refusal(members.refusal);
  const verified = await verifyAll(verifier, [signed.value, ...members.value]);
  if (!verified.ok) return refusal(verified.refusal);

  const { cid, body } = signed.value;
  const judged = judgeOperation(ledger, { cid, body });
  const slot = operationSlot(body.net, body.by, body.seq);
  if (!judged.ok)
    return answerPast(parts, { slot, outcome: cid, signed: signed.value, because: judged.refusal });
  const roll = members.value.map((member) => member.body);
  const due = ruleOnRegeneration(federation, body, { now: clock.now(), members: roll });
  if (!due.ok) return answerPast(parts, { slot, outcome: cid, signed: signed.value, because: due.refusal });
  const blocks = members.value;
  return voteFor(parts, {
    fact: { type: "operation", cid, body },
    outcome: cid,
    signed: signed.value,
    blocks,
  });
}

/** Votes for what the charter brings in. */
export async function answerDeposit(parts: GuardParts, ask: Ask<"deposit">): Promise<GuardReply> {
  const signed = readAsked(depositRecord, ask.deposit, parts.federation);
  if (!signed.ok) return refusal(signed.refusal);
  const { cid, body } = signed.value;
  const judged = judgeDeposit(parts.federation, body);
  if (!judged.ok) return refusal(judged.refusal);
  const verified = await verifyAll(parts.verifier, [signed.value]);
  if (!verified.ok) return refusal(verified.refusal);
  return voteFor(parts, {
    fact: { type: "deposit", cid, body },
    outcome: cid,
    signed: signed.value,
    blocks: [],
  });
}

/** Votes for the end of a hold. What is voted for is the amount that goes back, whoever asks for it. */
export async function answerClose(parts: GuardParts, ask: Ask<"close">): Promise<GuardReply> {
  const { federation, verifier, ledger, clock } = parts;
  const signed = readAsked(closeRecord, ask.close, federation);
  if (!signed.ok) return refusal(signed.refusal);
  const job = readJob(ask.job);
  if (!job.ok) return refusal(job.refusal);
  const verified = await verifyAll(verifier, [signed.value]);
  if (!verified.ok) return refusal(verified.refusal);

  const { body } = signed.value;
  const outcome = ruleOnClose(ledger, body, { job: job.value, now: clock.now() });
  const slot = linkSlot(body.hold, body.seq);
  if (!outcome.ok) return answerPast(parts, { slot, outcome: null, signed: null, because: outcome.refusal });
  const settlement = outcome.value;
  return voteFor(parts, {
    fact: { type: "settlement", settlement },
    outcome: settlement,
    signed: null,
    blocks: [signed.value],
  });
}

function readJob(bytes: Uint8Array | null) {
  if (bytes === null) return granted(null);
  const decoded = jobRecord.codec.decode(bytes);
  if (!decoded.ok) return refused({ code: "ECONOMICS_BAD_BYTES", refusal: decoded.refusal });
  return granted({ cid: cidOf(bytes), body: decoded.value });
}

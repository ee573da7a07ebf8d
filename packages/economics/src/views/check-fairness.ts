import {
  type Cid,
  type JobId,
  jobRecord,
  openAnyRecord,
  type Storage,
  sealEnvelope,
  voteRecord,
} from "@icn-mesh/core";
import type { GuardNames } from "../guard/guard-names.ts";
import { ballotEntry, showing } from "../guard/guard-records.ts";
import { blockAt } from "../guard/vote-log.ts";
import type { MoneyFact } from "../ledger/money-fact.ts";
import { assignmentOf } from "../money-slot.ts";
import type { Finding } from "./finding.ts";

/**
 * I-07: this guard let no assignment lapse whose result was shown to it in time and lies here. Where it was outvoted
 * by guards that were shown the same too late, nothing is wrong. Of a quorum a result counts only with a commit in time,
 * and with others that agree: what was shown alone says nothing.
 */
export async function checkFairness(
  { storage, names }: { readonly storage: Storage; readonly names: GuardNames },
  facts: readonly MoneyFact[],
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { slot, claimBy, assignment, job } of lapses(facts)) {
    const shownAt = await deliveredAt(storage, names.shown(assignment));
    const isLate = shownAt === undefined || shownAt >= claimBy;
    if (isLate || !(await hasVotedLapse(storage, names.vote(slot, 0)))) continue;
    if (await isOfQuorum(storage, job)) continue;
    findings.push({ invariant: "I-07", slot, detail: `shown at ${shownAt}, before ${claimBy}` });
  }
  return findings;
}

interface Lapse {
  readonly slot: string;
  readonly assignment: Cid;
  readonly claimBy: number;
  readonly job: JobId;
}

function lapses(facts: readonly MoneyFact[]): readonly Lapse[] {
  const assignments = facts.filter((fact) => fact.type === "assignment");
  const bodies = new Map(assignments.map(({ cid, body }) => [cid, body]));
  return facts.flatMap((fact) => {
    if (fact.type !== "settlement" || fact.settlement.type !== "lapse") return [];
    const assignment = assignmentOf(fact.settlement.slot);
    const body = assignment && bodies.get(assignment);
    if (assignment === undefined || body === undefined) return [];
    return [{ slot: fact.settlement.slot, assignment, claimBy: body.claimBy, job: body.job }];
  });
}

async function isOfQuorum(storage: Pick<Storage, "get">, job: JobId): Promise<boolean> {
  const bytes = await storage.get(job);
  return bytes !== undefined && jobRecord.codec.parse(bytes).verification.type === "quorum";
}

async function hasVotedLapse(storage: Storage, name: string): Promise<boolean> {
  const cid = await storage.ref(name);
  if (cid === null) return false;
  const { vote } = ballotEntry.codec.parse(await blockAt(storage, cid));
  const { outcome } = voteRecord.codec.parse(vote);
  return typeof outcome !== "string" && outcome.type === "lapse";
}

async function deliveredAt(storage: Storage, name: string): Promise<number | undefined> {
  const cid = await storage.ref(name);
  if (cid === null) return undefined;
  const { at, body, sig } = showing.codec.parse(await blockAt(storage, cid));
  const opened = openAnyRecord(sealEnvelope(sig, body));
  if (!opened.ok || opened.value.body.t !== "icn/receipt/1") return undefined;
  const { outcome } = opened.value.body;
  if (outcome.type !== "ok") return outcome.class === "crashed" ? undefined : at;
  const held = await Promise.all(
    [outcome.result, ...Object.values(outcome.outputs)].map((output) => storage.has(output)),
  );
  return held.every((isHeld) => isHeld) ? at : undefined;
}

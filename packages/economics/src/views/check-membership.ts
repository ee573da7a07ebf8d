import { type Member, memberRecord, type Storage } from "@icn-mesh/core";
import type { Federation } from "../federation.ts";
import type { GuardNames } from "../guard/guard-names.ts";
import { ballotEntry } from "../guard/guard-records.ts";
import { blockAt } from "../guard/vote-log.ts";
import { type MoneyFact, slotOfFact } from "../ledger/money-fact.ts";
import type { Finding } from "./finding.ts";

/** What a guard keeps, and where. */
export interface KeptVotes {
  readonly federation: Federation;
  readonly storage: Storage;
  readonly names: GuardNames;
}

/** I-08: where this guard voted for a regeneration, it kept the charter's word that the account is a member. */
export async function checkMembership(
  kept: KeptVotes,
  facts: readonly MoneyFact[],
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const fact of facts) {
    if (fact.type !== "operation" || !fact.body.do.some(({ type }) => type === "regenerate")) continue;
    const slot = slotOfFact(fact);
    const members = await membersKept(kept, slot);
    if (members === undefined || members.some(({ account }) => account === fact.body.by)) continue;
    findings.push({ invariant: "I-08", slot, detail: `${fact.body.by} was not shown to be a member` });
  }
  return findings;
}

async function membersKept(
  { federation, storage, names }: KeptVotes,
  slot: string,
): Promise<readonly Member[] | undefined> {
  const cid = await storage.ref(names.vote(slot, 0));
  if (cid === null) return undefined;
  const { keeps } = ballotEntry.codec.parse(await blockAt(storage, cid));
  const blocks = await Promise.all(keeps.map((each) => blockAt(storage, each)));
  const members = blocks.map((bytes) => memberRecord.codec.decode(bytes));
  return members.flatMap((each) => (each.ok && federation.isCharter(each.value.by) ? [each.value] : []));
}

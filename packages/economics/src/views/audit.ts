import { certificateCodec, type Storage, type Verifier } from "@icn-mesh/core";
import { checkCertificate } from "../certificate/check-certificate.ts";
import type { Federation } from "../federation.ts";
import { guardNames } from "../guard/guard-names.ts";
import { loadProof } from "../guard/kept-proof.ts";
import { storedFacts } from "../guard/restore-ledger.ts";
import { createLedger } from "../ledger/ledger.ts";
import { replay, type Unplaced } from "../ledger/replay.ts";
import type { ManaRefusal } from "../refusal.ts";
import { checkFacts } from "./check-facts.ts";
import { checkFairness } from "./check-fairness.ts";
import { checkMembership } from "./check-membership.ts";
import { checkTotals } from "./check-totals.ts";
import type { AuditReport, Finding } from "./finding.ts";
import { missingBelow } from "./missing-below.ts";

/** What an audit reads: the store of a guard, running or not, or a copy of it. */
export interface AuditComponents {
  readonly federation: Federation;
  readonly storage: Storage;
  readonly verifier: Verifier;
}

/** Checks everything that a guard's store holds against every promise of the ledger, and says where one is broken. */
export async function audit(components: AuditComponents): Promise<AuditReport> {
  const { federation, storage } = components;
  const names = guardNames(federation.net);
  const facts = await storedFacts({ federation, storage, names });
  const ledger = createLedger(federation);
  const unplaced = replay(ledger, facts);
  const apart = unplaced.filter(({ refusal }) => refusal === null);
  const missing = new Set([...apart.map((each) => each.missing ?? each.slot), ...missingBelow(facts)]);
  const findings = [
    ...(await forgeries(components)),
    ...checkFacts(federation.net, facts),
    ...unplaced.flatMap(impossible),
    // Sums are only right where nothing is missing between them.
    ...(missing.size === 0 ? checkTotals(ledger) : []),
    ...(await checkFairness({ storage, names }, facts)),
    ...(await checkMembership({ federation, storage, names }, facts)),
  ];
  return { findings, facts: facts.length, missing: [...missing] };
}

async function forgeries({ federation, storage, verifier }: AuditComponents): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for await (const { name, cid } of storage.refs(guardNames(federation.net).certificates)) {
    const { certificate } = await loadProof(storage, cid);
    const checked = checkCertificate(federation, certificateCodec.parse(certificate), verifier);
    if (!checked.ok) findings.push({ invariant: "signature", slot: name, detail: checked.refusal.code });
  }
  return findings;
}

/** A certified fact that the rules refuse breaks a promise: which one, its refusal says. */
function impossible({ slot, refusal }: Unplaced): readonly Finding[] {
  if (refusal === null) return [];
  const { code } = refusal;
  return [{ invariant: BROKEN[code] ?? "I-06", slot, detail: code }];
}

const BROKEN: Partial<Record<ManaRefusal["code"], Finding["invariant"]>> = {
  ECONOMICS_INSUFFICIENT: "I-02",
  ECONOMICS_STALE: "I-03",
  ECONOMICS_HOLD_CLOSED: "I-04",
  ECONOMICS_CREDIT_CONSUMED: "I-05",
  ECONOMICS_AT_CAP: "I-08",
  ECONOMICS_WRONG_EPOCH: "I-08",
  ECONOMICS_FOREIGN: "I-09",
};

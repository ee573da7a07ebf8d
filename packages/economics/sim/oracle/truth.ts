import {
  type Cid,
  certificateCodec,
  cidOf,
  type Did,
  type Embedded,
  type Outcome,
  openAnyRecord,
  type Settlement,
  type Signed,
  sealEnvelope,
  type Verifier,
} from "@icn-mesh/core";
import {
  type Federation,
  type GuardReply,
  type GuardRequest,
  type MoneyFact,
  type Proof,
  readProof,
} from "@icn-mesh/economics";
import type { Counters } from "../counters.ts";
import { factIn } from "./fact-in.ts";
import { createOracleBooks, type OracleBooks } from "./oracle-books.ts";
import type { Report } from "./violation.ts";
import { createVoteTape, type VoteTape } from "./vote-tape.ts";

/** What executors really did, and who was shown it when: known to nobody in the world. */
export interface Truth {
  readonly tape: VoteTape;
  readonly books: OracleBooks;
  readonly members: Set<Did>;
  /** Accounts by whom the rules stand: what is theirs must come to an end. */
  readonly honest: Set<Did>;
  /** Proofs that somebody has shown, by slot. */
  readonly proofs: ReadonlyMap<string, Proof>;
  /** Requests that guards heard, the last few, for whoever wants to say them again. */
  readonly heardRequests: readonly GuardRequest[];
  bodyOf(cid: Cid): Uint8Array | undefined;
  /** A body that somebody asks guards to vote for. */
  body(bytes: Uint8Array): void;
  /** A guard hears a request at a moment of its clock. */
  heard(guard: Did, request: GuardRequest, now: number): void;
  /** A guard has answered somebody's request at a moment of its clock. */
  answered(
    guard: Did,
    asked: { readonly request: GuardRequest; readonly from: string; readonly now: number },
    reply: GuardReply,
  ): void;
  /** Assignments whose ok receipt an honest executor has shown to a quorum in time. */
  deserved(): readonly Cid[];
}

/** What the truth is pieced together from. */
export interface TruthComponents {
  readonly federation: Federation;
  readonly verifier: Verifier;
  readonly counters: Counters;
  readonly faulty: ReadonlySet<Did>;
  readonly report: Report;
}

/** Refusals after which a guard cannot be said to have seen what it was shown. */
const UNSEEN = new Set(["ECONOMICS_BEHIND", "ECONOMICS_GUARD_REWOUND", "ECONOMICS_UNKNOWN_ASSIGNMENT"]);

const MOST_HEARD = 200;

/** The truth of one world. */
export function createTruth({ federation, verifier, counters, faulty, report }: TruthComponents): Truth {
  const bodies = new Map<Cid, Uint8Array>();
  const members = new Set<Did>();
  const honest = new Set<Did>();
  const books = createOracleBooks({ federation, members, report });
  const words = new Map<string, Map<string, number>>();
  const shown = new Map<Cid, Set<Did>>();
  const clocks = new Map<Did, number>();
  const proofs = new Map<string, Proof>();
  const heardRequests: GuardRequest[] = [];
  const tape = createVoteTape({ quorum: federation.quorum, faulty, report, onCertified });

  function onCertified(slot: string, outcome: Outcome): void {
    const fact = factIn(slot, outcome, typeof outcome === "string" ? bodies.get(outcome) : undefined);
    if (fact === undefined) return report("I-03", `${slot} is filled by what does not fit`);
    counters.add("certificates");
    judge(fact);
    books.add(fact);
  }

  function judge(fact: MoneyFact): void {
    if (fact.type !== "settlement" || fact.settlement.type === "close") return;
    const assignment = books.assignments.get(fact.settlement.slot.split(" ")[1] as Cid);
    if (assignment !== undefined) judgeEnding(fact.settlement, assignment.body);
  }

  /** Fairness to creators: nothing leaves a hold but by the executor's word in time. To executors: nothing lapses early. */
  function judgeEnding(
    { type, slot, taken }: Settlement,
    body: { readonly executor: Did; readonly claimBy: number; readonly hold: { readonly account: Did } },
  ): void {
    const inTime = (word: string) => (words.get(slot)?.get(word) ?? Number.POSITIVE_INFINITY) < body.claimBy;
    if (type === "pay" && !inTime("ok")) report("I-07", `${slot} pays for what nobody was shown in time`);
    if (type === "fail" && !inTime("failed"))
      report("I-07", `${slot} pays for a failure that nobody was shown`);
    if (type === "split" && !words.get(slot)?.has("given back"))
      report("I-07", `${slot} is split by nobody's word`);
    const isOwn = body.executor === body.hold.account;
    if (type === "release" && !isOwn && !words.get(slot)?.has("given back"))
      report("I-07", `${slot} is released by nobody's word`);
    const latest = Math.max(...[...clocks].filter(([guard]) => !faulty.has(guard)).map(([, now]) => now));
    if (type === "lapse" && latest <= body.claimBy + federation.constitution.marginMs)
      report("I-07", `${slot} lapses early`);
    if (taken > 0n && type === "lapse") report("I-07", `${slot} takes ${taken} for nothing`);
    if (type === "pay") counters.add("paid");
    if (type === "lapse") counters.add("lapsed");
  }

  function noteProof(proof: Proof): void {
    const certificate = certificateCodec.decode(proof.certificate);
    if (!certificate.ok || proofs.has(certificate.value.slot)) return;
    if (readProof(federation, proof, verifier).ok) proofs.set(certificate.value.slot, proof);
  }

  function noteWord(assignment: Cid, word: string, now: number): void {
    const slot = `icn/settle ${assignment}`;
    const ofSlot = words.get(slot) ?? new Map<string, number>();
    words.set(slot, ofSlot);
    ofSlot.set(word, Math.min(now, ofSlot.get(word) ?? now));
  }

  return {
    tape,
    books,
    members,
    honest,
    proofs,
    heardRequests,
    bodyOf: (cid) => bodies.get(cid),
    body: (bytes) => void bodies.set(cidOf(bytes), bytes),
    heard(guard, request, now) {
      const { ask, proofs: shownProofs } = request;
      heardRequests.push(request);
      if (heardRequests.length > MOST_HEARD) heardRequests.shift();
      shownProofs.forEach(noteProof);
      clocks.set(guard, Math.max(now, clocks.get(guard) ?? now));
      for (const bytes of bodiesIn(ask)) bodies.set(cidOf(bytes), bytes);
      if (ask.type !== "settle" || faulty.has(guard)) return;
      for (const { assignment, word } of ask.shown.flatMap(wordIn)) noteWord(assignment, word, now);
    },
    answered(guard, { request: { ask }, from, now }, reply) {
      clocks.set(guard, Math.max(now, clocks.get(guard) ?? now));
      if (ask.type !== "settle" || faulty.has(guard)) return;
      if (reply.type === "refused" && UNSEEN.has(reply.refusal.code)) return;
      const known = books.assignments.get(ask.assignment)?.body;
      const isWhole = ask.shown
        .flatMap(wordIn)
        .some(({ assignment, word }) => word === "ok" && assignment === ask.assignment);
      if (known === undefined || from !== known.executor || !isWhole || now >= known.claimBy) return;
      shown.set(ask.assignment, (shown.get(ask.assignment) ?? new Set()).add(guard));
    },
    deserved() {
      return [...shown]
        .filter(([cid, guards]) => guards.size >= federation.quorum && honest.has(executorOf(cid)))
        .map(([cid]) => cid);
    },
  };

  function executorOf(cid: Cid): Did {
    return books.assignments.get(cid)?.body.executor as Did;
  }
}

function bodiesIn(ask: GuardRequest["ask"]): readonly Uint8Array[] {
  if (ask.type === "operation") return [ask.operation.body];
  if (ask.type === "assign") return [ask.assignment.body];
  return ask.type === "deposit" ? [ask.deposit.body] : [];
}

/** What an executor says of its assignment, if it says anything. */
function wordIn(record: Embedded): { readonly assignment: Cid; readonly word: string }[] {
  const opened = openAnyRecord(sealEnvelope(record.sig, record.body));
  if (!opened.ok) return [];
  const { body } = opened.value satisfies Signed<unknown>;
  if (body.t === "icn/release/1") return [{ assignment: body.assignment, word: "given back" }];
  if (body.t !== "icn/receipt/1") return [];
  return [{ assignment: body.assignment, word: body.outcome.type }];
}

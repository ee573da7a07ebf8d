import { type Cid, type Did, jobRecord, type Outcome, type Verifier } from "@icn-mesh/core";
import type { Federation } from "../../federation.ts";
import type { GuardReply } from "../../guard/guard-reply.ts";
import type { MoneyFact } from "../../ledger/money-fact.ts";
import { assignmentIn } from "./book-hold.ts";
import { createDeliveries, type Hearing } from "./deliveries.ts";
import { factIn } from "./fact-in.ts";
import { wrongEnding } from "./judge-ending.ts";
import { createOracleBooks, type OracleBooks } from "./oracle-books.ts";
import { createOverheard, type Overheard } from "./overheard.ts";
import type { Report } from "./violation.ts";
import { createVoteTape, type TapedVote, type VoteTape } from "./vote-tape.ts";

/** All that happened in a world, which nobody in it knows. */
export interface Truth {
  readonly tape: VoteTape;
  readonly books: OracleBooks;
  readonly overheard: Overheard;
  /** Accounts that the charter has admitted. */
  readonly members: Set<Did>;
  /** Accounts that keep to the rules: what is theirs must come to an end. */
  readonly honest: Set<Did>;
  /** A guard hears a request. */
  heard(hearing: Hearing): void;
  /** A guard has written a vote down or told it, at this time on its clock. */
  voted(vote: TapedVote, now: number): void;
  /** A guard has answered a request. */
  answered(hearing: Hearing, reply: GuardReply): void;
  /** Assignments of one executor that is honest and has delivered to a quorum of guards in time. */
  deserved(): readonly Cid[];
}

/** What certificates can bring about. */
export type Landmark = "certificates" | "lapsed" | "paid";

/** What the truth is pieced together from. */
export interface TruthComponents {
  readonly federation: Federation;
  readonly verifier: Verifier;
  /** Told of what the world has come to see. */
  readonly onSight: (sight: Landmark) => void;
  readonly faulty: ReadonlySet<Did>;
  readonly report: Report;
}

/** The truth of one world, before anything has happened. */
export function createTruth({ federation, verifier, onSight, faulty, report }: TruthComponents): Truth {
  const members = new Set<Did>();
  const honest = new Set<Did>();
  const overheard = createOverheard(federation, verifier);
  const books = createOracleBooks({ federation, members, report });
  const deliveries = createDeliveries(books.assignments);
  const tape = createVoteTape({ quorum: federation.quorum, faulty, report, onCertified });
  let latest = 0;

  function onCertified(slot: string, outcome: Outcome): void {
    const body = typeof outcome === "string" ? overheard.bodyOf(outcome) : undefined;
    const fact = factIn(slot, outcome, body);
    if (fact === undefined) {
      report("I-03", `${slot} is filled by what does not fit`);
      return;
    }
    onSight("certificates");
    judge(fact);
    books.add(fact);
  }

  function judge(fact: MoneyFact): void {
    if (fact.type !== "settlement" || fact.settlement.type === "close") return;
    const assignment = books.assignments.get(assignmentIn(fact.settlement));
    const { marginMs } = federation.constitution;
    const isQuorum = isOfQuorum(assignmentIn(fact.settlement));
    const wrong =
      assignment && wrongEnding(fact.settlement, assignment.body, { deliveries, latest, marginMs, isQuorum });
    if (wrong !== undefined) report("I-07", wrong);
    if (fact.settlement.type === "pay") onSight("paid");
    if (fact.settlement.type === "lapse") onSight("lapsed");
  }

  /** Whether the job of an assignment asks for a quorum, so that its executor alone does not decide. */
  function isOfQuorum(assignment: Cid): boolean {
    const terms = overheard.termsOf(assignment);
    const job = terms && jobRecord.codec.decode(terms.job);
    return job?.ok === true && job.value.verification.type === "quorum";
  }

  /** Lets time go on, by the clocks of guards that can be relied on. */
  function isReliable(guard: Did, now: number): boolean {
    if (faulty.has(guard)) return false;
    latest = Math.max(latest, now);
    return true;
  }

  return {
    tape,
    books,
    overheard,
    members,
    honest,
    heard(hearing) {
      overheard.add(hearing.request);
      if (isReliable(hearing.guard, hearing.now)) deliveries.heard(hearing);
    },
    voted(vote, now) {
      if (isReliable(vote.guard, now)) tape.add(vote);
    },
    answered(hearing, reply) {
      if (isReliable(hearing.guard, hearing.now)) deliveries.answered(hearing, reply);
    },
    deserved() {
      return deliveries.inTimeAt(federation.quorum).filter((cid) => {
        const { executor, hold } = books.assignments.get(cid)?.body ?? {};
        if (isOfQuorum(cid)) return false;
        // Who works for itself may as well give the assignment back.
        return executor !== undefined && executor !== hold?.account && honest.has(executor);
      });
    },
  };
}

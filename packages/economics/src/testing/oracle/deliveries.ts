import { type Cid, type Did, type Embedded, openAnyRecord, sealEnvelope } from "@icn-mesh/core";
import type { GuardReply } from "../../guard/guard-reply.ts";
import type { GuardAsk, GuardRequest } from "../../guard/guard-request.ts";
import type { AssignmentBook } from "./book-state.ts";

/** What an executor can say of its assignment. */
export type Word = "ok" | "failed" | "given back";

/** A request as a guard heard it, and what its clock said. */
export interface Hearing {
  readonly guard: Did;
  readonly request: GuardRequest;
  readonly from: string;
  readonly now: number;
}

/** Who was shown which word of an executor, and when. */
export interface Deliveries {
  heard(hearing: Hearing): void;
  /** The guard has answered; only then is it certain that it has looked. */
  answered(hearing: Hearing, reply: GuardReply): void;
  /** When a word was shown first, on the clock of the guard that it was shown to; never, if it was not. */
  shownAt(assignment: Cid, word: Word): number;
  /** Assignments whose ok receipt was shown to so many guards in time by their executor itself. */
  inTimeAt(guards: number): readonly Cid[];
}

/** Refusals after which a guard cannot be said to have looked at what it was shown. */
const BLIND = new Set(["ECONOMICS_BEHIND", "ECONOMICS_GUARD_REWOUND", "ECONOMICS_UNKNOWN_ASSIGNMENT"]);

/** Nothing was shown yet. */
export function createDeliveries(assignments: ReadonlyMap<Cid, AssignmentBook>): Deliveries {
  const first = new Map<string, number>();
  const inTime = new Map<Cid, Set<Did>>();

  return {
    heard({ request: { ask }, now }) {
      if (!isShowing(ask)) return;
      for (const { assignment, word } of ask.shown.flatMap(wordIn)) {
        const key = `${assignment} ${word}`;
        first.set(key, Math.min(now, first.get(key) ?? now));
      }
    },
    answered({ guard, request: { ask }, from, now }, reply) {
      if (!isShowing(ask) || (reply.type === "refused" && BLIND.has(reply.refusal.code))) return;
      const { assignment: cid } = ask;
      const known = assignments.get(cid)?.body;
      if (known === undefined || from !== known.executor || now >= known.claimBy) return;
      const isShown = ask.shown
        .flatMap(wordIn)
        .some(({ assignment, word }) => word === "ok" && assignment === cid);
      if (isShown) inTime.set(cid, (inTime.get(cid) ?? new Set()).add(guard));
    },
    shownAt: (assignment, word) => first.get(`${assignment} ${word}`) ?? Number.POSITIVE_INFINITY,
    inTimeAt: (guards) => [...inTime].filter(([, { size }]) => size >= guards).map(([cid]) => cid),
  };
}

function isShowing(ask: GuardAsk): ask is Extract<GuardAsk, { readonly shown: readonly Embedded[] }> {
  return ask.type === "settle" || ask.type === "show";
}

function wordIn(record: Embedded): readonly { readonly assignment: Cid; readonly word: Word }[] {
  const opened = openAnyRecord(sealEnvelope(record.sig, record.body));
  if (!opened.ok) return [];
  const { body } = opened.value;
  if (body.t === "icn/release/1") return [{ assignment: body.assignment, word: "given back" }];
  return body.t === "icn/receipt/1" ? [{ assignment: body.assignment, word: body.outcome.type }] : [];
}

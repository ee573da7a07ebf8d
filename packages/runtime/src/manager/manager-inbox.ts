import { assignmentRecord, type Cid, type JobId } from "@icn-mesh/core";
import { refNames } from "../job/ref-names.ts";
import type { ManagerInbox } from "../network/inboxes.ts";
import type { ReportAnswer } from "../network/network-message.ts";
import { jobStatus } from "../status/job-status.ts";
import type { AssignmentHolders } from "./assignment-holders.ts";
import type { JobActor } from "./job-actor.ts";
import type { ManagerParts } from "./manager-parts.ts";

/** Where the jobs are that peers speak of. */
export interface InboxParts {
  readonly parts: Pick<ManagerParts, "probe" | "storage">;
  readonly actors: ReadonlyMap<JobId, JobActor>;
  readonly assignments: AssignmentHolders;
}

const UNKNOWN: ReportAnswer = { answer: "unknown", why: null };
const STALE: ReportAnswer = { answer: "stale", why: "job-ended" };

/** Brings what peers say to the jobs that it is about. */
export function createManagerInbox({ parts, actors, assignments }: InboxParts): ManagerInbox {
  const absent = async (assignment: Cid) =>
    assignments.isPast(assignment) || (await isOfEndedJob(parts.storage, assignment)) ? STALE : UNKNOWN;

  return {
    bid(answer, from) {
      const job = answer.type === "BidSubmission" ? answer.bid.body.job : answer.job;
      if (from !== undefined) parts.probe.measure(from);
      return actors.get(job)?.hear(answer, from) ?? false;
    },
    async report(fact) {
      const { assignment, by } = fact.body;
      const actor = assignments.holderOf(assignment);
      if (actor === undefined) return absent(assignment);
      // Asked before the signature, which costs a thousand times as much.
      const given = actor.book.facts.get(assignment)?.body;
      if (given?.t !== "icn/assign/1" || given.executor !== by)
        return { answer: "illegal", why: "wrong-signer" };
      return actor.admit(fact);
    },
    async cancel(fact) {
      return (await actors.get(fact.body.job)?.admit(fact)) ?? UNKNOWN;
    },
    async log(segment, from) {
      const actor = assignments.holderOf(segment.assignment);
      return actor === undefined ? absent(segment.assignment) : actor.keepLog(segment, from);
    },
    status(about) {
      const actor = actors.get(about as string as JobId) ?? assignments.holderOf(about);
      return jobStatus(parts.storage, actor?.book, about);
    },
  };
}

/** Who delivers after this manager was restarted is told to stop by what the store has of its job. */
async function isOfEndedJob(storage: ManagerParts["storage"], assignment: Cid): Promise<boolean> {
  const bytes = await storage.get(assignment);
  const known = bytes && assignmentRecord.codec.decode(bytes);
  return known?.ok === true && (await storage.ref(refNames.done(known.value.job))) !== null;
}

import type { Acceptance, Announcement, Assignment, Cancel, Did, Signed } from "@icn-mesh/core";
import type { AssignmentNotice, BidAnswer, ExecutorReport, ReportAnswer } from "./network-message.ts";

/** What a node that manages jobs is told. What arrives is well formed; whether it is signed is for it to ask. */
export interface ManagerInbox {
  /** `from` is the peer whose key the stream belongs to; undefined for what came by gossip. */
  bid(answer: BidAnswer, from: Did | undefined): void;
  report(report: ExecutorReport): Promise<ReportAnswer>;
  cancel(cancel: Signed<Cancel>): Promise<ReportAnswer>;
}

/** An assignment as its executor is asked to accept it. */
export interface AssignmentOffer {
  readonly body: Assignment;
  readonly bytes: Uint8Array;
  /** The peer that offers it. */
  readonly from: Did;
}

/** What a node that runs jobs is told. */
export interface ExecutorInbox {
  /** The announcement was checked: it is signed, and the hold behind it is certified. */
  announcement(announcement: Signed<Announcement>): unknown;
  offer(offer: AssignmentOffer): Promise<Signed<Acceptance> | null>;
  notice(notice: AssignmentNotice): Promise<void>;
  cancel(cancel: Signed<Cancel>): Promise<void>;
}

import type {
  Acceptance,
  Announcement,
  Assignment,
  Cancel,
  Cid,
  Commits,
  Did,
  Job,
  Signed,
} from "@icn-mesh/core";
import type { LogSegment } from "../logs/log-segment.ts";
import type { PeerStatus } from "../status/peer-status.ts";
import type { AssignmentNotice, BidAnswer, ExecutorReport, ReportAnswer } from "./network-message.ts";

/** What a node that manages jobs is told. What arrives is well formed; whether it is signed is for it to ask. */
export interface ManagerInbox {
  /**
   * `from` is the peer whose key the stream belongs to; undefined for what came by gossip. False for what comes too late
   * to matter.
   */
  bid(answer: BidAnswer, from: Did | undefined): boolean;
  report(report: ExecutorReport): Promise<ReportAnswer>;
  cancel(cancel: Signed<Cancel>): Promise<ReportAnswer>;
  /** Lines that the guest of a running job has logged; `from` is the peer whose key the stream belongs to. */
  log(segment: LogSegment, from: Did): Promise<ReportAnswer>;
  /** Where a job stands, or the one that an assignment is for; undefined where this node does not manage it. */
  status(about: Cid): Promise<PeerStatus | undefined>;
}

/** An assignment as its executor is asked to accept it. */
export interface AssignmentOffer {
  readonly body: Assignment;
  readonly bytes: Uint8Array;
  /** The peer that offers it. */
  readonly from: Did;
}

/** An announcement and the job in it, whose signature is for the bidder to ask about. */
export interface HeardAnnouncement {
  readonly announcement: Signed<Announcement>;
  readonly job: Signed<Job>;
}

/** An announcement whose job is paid for, and until when mana is held for it. */
export interface FundedAnnouncement extends HeardAnnouncement {
  readonly heldUntil: number;
}

/** What a node that runs jobs is told. */
export interface ExecutorInbox {
  /** The announcement was checked: it is signed, and the hold behind it is certified. */
  announcement(heard: FundedAnnouncement): unknown;
  offer(offer: AssignmentOffer): Promise<Signed<Acceptance> | null>;
  notice(notice: AssignmentNotice): Promise<void>;
  cancel(cancel: Signed<Cancel>): Promise<void>;
  /** Where an assignment stands; undefined where this node has not accepted it, or is done with it. */
  status(assignment: Cid): PeerStatus | undefined;
  /** What the manager of a quorum shows; false if that is not by the manager, or not durable yet. */
  commits(commits: Signed<Commits>): Promise<boolean>;
  /** A manager says that an executor is outvoted; true if the guards are to hear one more. */
  outvoted(assignment: Cid, from: Did): Promise<boolean>;
}

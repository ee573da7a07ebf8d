import type {
  Acceptance,
  AidJobTemplate,
  AidMatch,
  AidRequest,
  Announcement,
  Assignment,
  Bid,
  Cancel,
  Commit,
  Commits,
  Embedded,
  ExecutionReceipt,
  JobCheckpoint,
  JobId,
  NodeRecord,
  PartialOutputReceipt,
  ProgressReport,
  Release,
  Signed,
} from "@icn-mesh/core";
import type { Proof } from "@icn-mesh/economics";

/** Everything that nodes tell each other about jobs, by the names of the requirements. */
export type NetworkMessage =
  | { readonly type: "MeshJobAnnouncement"; readonly announcement: Signed<Announcement> }
  | BidAnswer
  | { readonly type: "JobAssignmentNotification"; readonly notice: AssignmentNotice }
  | { readonly type: "SubmitReceipt"; readonly receipt: Signed<ExecutionReceipt> }
  | { readonly type: "Acceptance"; readonly acceptance: Signed<Acceptance> }
  | { readonly type: "Release"; readonly release: Signed<Release> }
  | { readonly type: "QuorumCommit"; readonly commit: Signed<Commit> }
  | { readonly type: "QuorumCommits"; readonly commits: Signed<Commits> }
  | { readonly type: "Checkpoint"; readonly checkpoint: Signed<JobCheckpoint> }
  | { readonly type: "PartialOutput"; readonly piece: Signed<PartialOutputReceipt> }
  | { readonly type: "Progress"; readonly progress: Signed<ProgressReport> }
  | { readonly type: "Cancel"; readonly cancel: Signed<Cancel> }
  | { readonly type: "ManaCertificate"; readonly proof: Proof }
  | { readonly type: "NodeRecord"; readonly node: Signed<NodeRecord> }
  | { readonly type: "Aid"; readonly aid: Signed<AidRequest | AidJobTemplate | AidMatch> };

/** What an invited executor answers to an announcement: an offer, or no, which nobody signs. */
export type BidAnswer =
  | {
      readonly type: "BidSubmission";
      readonly bid: Signed<Bid>;
      /** By which the bidder proves that it is a member, where the job asks for a quorum. */
      readonly members?: readonly Embedded[];
    }
  /** `isFull`: it would bid if it had room, and will as soon as it has, while the round lasts. */
  | { readonly type: "BidDecline"; readonly job: JobId; readonly round: number; readonly isFull?: boolean };

/** A signed assignment, for its executor with the proof that it is certified, for the others as their no. */
export interface AssignmentNotice {
  readonly assignment: Signed<Assignment>;
  readonly proof: Proof | null;
}

/** What an executor reports to the manager of a job. */
export type ExecutorReport = Signed<
  Commit | ExecutionReceipt | JobCheckpoint | PartialOutputReceipt | ProgressReport | Release
>;

/** What became of a report, in the words of the lifecycle; `unknown` where the manager knows no such assignment. */
export interface ReportAnswer {
  readonly answer: "applied" | "duplicate" | "stale" | "illegal" | "unknown";
  readonly why: string | null;
}

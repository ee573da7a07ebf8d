import type { RecordDefinition } from "../codec/define-record.ts";
import { acceptanceRecord } from "./acceptance.ts";
import { aidMatchRecord, aidRequestRecord, aidTemplateRecord, aidWithdrawalRecord } from "./aid.ts";
import { announcementRecord } from "./announcement.ts";
import { assignmentRecord } from "./assignment.ts";
import { bidRecord } from "./bid.ts";
import { cancelRecord } from "./cancel.ts";
import { checkpointRecord } from "./checkpoint.ts";
import { closeRecord } from "./close.ts";
import { commitRecord, commitsRecord } from "./commit.ts";
import { constitutionRecord } from "./constitution.ts";
import { depositRecord } from "./deposit.ts";
import { entryRecord } from "./entry.ts";
import { jobRecord } from "./job.ts";
import { memberRecord } from "./member.ts";
import { nodeRecord } from "./node.ts";
import { operationRecord } from "./operation.ts";
import { partialOutputRecord } from "./partial-output.ts";
import { progressRecord } from "./progress.ts";
import { receiptRecord } from "./receipt.ts";
import { releaseRecord } from "./release.ts";
import { selectionRecord } from "./selection.ts";
import { unlockRecord } from "./unlock.ts";
import { voteRecord } from "./vote.ts";

/** Every signed record of this version, and of the versions before it for as long as there are any. */
export const signedRecords = [
  acceptanceRecord,
  aidMatchRecord,
  aidRequestRecord,
  aidTemplateRecord,
  aidWithdrawalRecord,
  announcementRecord,
  assignmentRecord,
  bidRecord,
  cancelRecord,
  checkpointRecord,
  closeRecord,
  commitRecord,
  commitsRecord,
  constitutionRecord,
  depositRecord,
  entryRecord,
  jobRecord,
  memberRecord,
  nodeRecord,
  operationRecord,
  partialOutputRecord,
  progressRecord,
  receiptRecord,
  releaseRecord,
  selectionRecord,
  unlockRecord,
  voteRecord,
] as const;

/** The body of any signed record, told apart by `t`. */
export type AnyBody = (typeof signedRecords)[number] extends infer Definition
  ? Definition extends RecordDefinition<infer Body>
    ? Body
    : never
  : never;

const byType = new Map<string, (typeof signedRecords)[number]>(
  signedRecords.map((record) => [record.type, record]),
);

/** The definition of a type and version, if this build knows it. */
export function recordOfType(type: string): RecordDefinition<AnyBody> | undefined {
  return byType.get(type) as RecordDefinition<AnyBody> | undefined;
}

import { aidAnswerEntry, aidEntry, aidOfferEntry } from "../aid/aid-records.ts";
import { bidEntry } from "../executor/mesh-tasks/bid-entry.ts";
import { workRecord } from "../executor/mesh-tasks/work-record.ts";
import { joinedRecord } from "../federations/joined-record.ts";
import { outcomeEntry } from "../heads/outcome-entry.ts";
import { payloadRecord } from "../payloads/payload-record.ts";
import { sealedRecord } from "../quorum/sealed-payloads.ts";
import { chargeRecord } from "../quota/charge-record.ts";
import { quotaRecord } from "../quota/quota-record.ts";
import { chainEntryRecord } from "../settlement/chain-entry.ts";
import { summaryCodec } from "./job-summary.ts";

/** The records of this package that a store must know to keep what they keep. */
export const runtimeRecords = [
  workRecord,
  bidEntry,
  chargeRecord,
  quotaRecord,
  payloadRecord,
  joinedRecord,
  chainEntryRecord,
  sealedRecord,
  outcomeEntry,
  aidEntry,
  aidOfferEntry,
  aidAnswerEntry,
  { type: "icn-mesh/job-summary/1", codec: summaryCodec, keptLinks: () => [] },
] as const;

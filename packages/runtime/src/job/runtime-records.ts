import { bidEntry } from "../executor/mesh-tasks/bid-entry.ts";
import { workRecord } from "../executor/mesh-tasks/work-record.ts";
import { chargeRecord } from "../quota/charge-record.ts";
import { summaryCodec } from "./job-summary.ts";

/** The records of this package that a store must know to keep what they keep. */
export const runtimeRecords = [
  workRecord,
  bidEntry,
  chargeRecord,
  { type: "icn-mesh/job-summary/1", codec: summaryCodec, keptLinks: () => [] },
] as const;

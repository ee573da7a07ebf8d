import { type Entry, entryRecord } from "@icn-mesh/core";
import type { Chain } from "@icn-mesh/dag";

/** The ref at the newest entry of the history. */
export const HISTORY = "job/example";

/** A job's history: every entry names the one before it, and admits a fact with its signature. */
export const history: Chain<Entry> = { codec: entryRecord.codec, prevOf: ({ prev }) => prev };

import {
  cidSchema,
  defineCodec,
  didSchema,
  list,
  signatureSchema,
  signedLinkSchema,
  uint,
} from "@icn-mesh/core";
import * as z from "zod";

/** How far an assignment has come at its executor. */
const workPhase = z.enum([
  "accepted", // promised; the guards may have certified it
  "assigned", // certified: the work runs, or is about to
  "committed", // of a quorum: its result is signed and bound to, and nobody is shown it
  "reported", // its word on it is signed: a receipt, or a release
  "settled", // nothing is owed any more
]);

const workSchema = z.strictObject({
  t: z.literal("icn-mesh/work/1"),
  phase: workPhase,
  account: didSchema,
  manager: didSchema,
  job: signedLinkSchema,
  bid: signedLinkSchema,
  /** The signature is the manager's, once it has one. */
  assignment: z.strictObject({ cid: cidSchema, sig: signatureSchema.nullable() }),
  acceptance: signedLinkSchema,
  /** How often the work was begun; reports of each run are numbered from a range of their own. */
  runs: uint(),
  checkpoint: signedLinkSchema.nullable(),
  word: signedLinkSchema.nullable(),
  /** What it committed to that word with, in a quorum, and what the manager showed of all commits then. */
  commit: signedLinkSchema.nullable(),
  commits: signedLinkSchema.nullable(),
  /** The payloads of a result that nobody may have yet. */
  sealed: cidSchema.nullable(),
  /** True once the manager has said that it has the word. */
  isHeard: z.boolean(),
  /** Payloads that are to stay until the end: outputs, logs, the state of the checkpoint. */
  keeps: list(cidSchema, 256),
});

/** What an executor keeps about an assignment that it accepted. It stays in its own store. */
export type WorkRecord = z.infer<typeof workSchema>;

const codec = defineCodec("icn-mesh/work/1", workSchema);

/** The record, for the codec and for the garbage collector. */
export const workRecord = {
  type: "icn-mesh/work/1",
  codec,
  keptLinks: ({ keeps, sealed, ...links }: WorkRecord) => [
    ...[links.job, links.bid, links.assignment, links.acceptance].map(({ cid }) => cid),
    ...[links.checkpoint, links.word, links.commit, links.commits].flatMap((link) => link?.cid ?? []),
    ...(sealed === null ? [] : [sealed]),
    ...keeps,
  ],
} as const;

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
  keptLinks: ({ job, bid, assignment, acceptance, checkpoint, word, keeps }: WorkRecord) => [
    ...[job, bid, assignment, acceptance].map(({ cid }) => cid),
    ...[checkpoint, word].flatMap((link) => link?.cid ?? []),
    ...keeps,
  ],
} as const;

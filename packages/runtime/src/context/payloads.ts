import type { Cid, Clock, Storage } from "@icn-mesh/core";
import { putFile, readFile } from "@icn-mesh/dag";
import { refNames } from "../job/ref-names.ts";
import type { JobView } from "./read-job.ts";

/** What comes of looking for an output. */
export type FoundOutput =
  | { readonly ok: true; readonly cid: Cid; readonly bytes: AsyncIterable<Uint8Array> }
  | { readonly ok: false; readonly why: "unknown-job" | "no-result" | "no-such-output" };

/** Stores an input and keeps it; the CID is what a spec names. */
export async function putInput(
  parts: { readonly storage: Storage; readonly clock: Clock },
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Cid> {
  const file = await putFile(parts, source, {
    keep: ({ cid }) => ({ refs: [{ name: refNames.payload(cid), expect: null, to: cid }] }),
  });
  if (file.ok) return file.cid;
  // The name is taken, and it can only point at the same payload.
  return file.actual ?? (await putInput(parts, source));
}

/** The result of a job, or one of its named outputs. */
export function getOutput(
  storage: Storage,
  view: JobView | undefined,
  name: string | undefined,
): FoundOutput {
  const outcome = view?.lifecycle.receipt?.body.outcome;
  if (view === undefined) return { ok: false, why: "unknown-job" };
  if (outcome?.type !== "ok" || view.lifecycle.state.status !== "Completed")
    return { ok: false, why: "no-result" };
  const cid = name === undefined ? outcome.result : outcome.outputs[name];
  if (cid === undefined) return { ok: false, why: "no-such-output" };
  return { ok: true, cid, bytes: readFile(storage, cid) };
}

import type { Cid, Clock } from "@icn-mesh/core";
import type { PayloadFetcher, PayloadTerms } from "../ports/payload-fetcher.ts";
import { within } from "../tasks/within.ts";

/** What fetching for some time takes. */
export interface PatientFetch {
  readonly payloads: PayloadFetcher;
  readonly clock: Pick<Clock, "after">;
}

const TRY_AGAIN_MS = 1000;

/** Fetches payloads, and tries again what nobody has now, for so long; true if all of them are here then. */
export async function fetchInTime(
  { payloads, clock }: PatientFetch,
  roots: readonly Cid[],
  { ms, ...terms }: PayloadTerms & { readonly ms: number },
): Promise<boolean> {
  async function fetchOne(root: Cid, signal: AbortSignal): Promise<true> {
    while (!(await payloads.fetch(root, { ...terms, signal }))) await clock.after(TRY_AGAIN_MS, { signal });
    return true;
  }
  const { signal } = terms;
  const all = [...new Set(roots)];
  const fetched = await within(clock, { ms, signal }, (until) =>
    Promise.all(all.map((root) => fetchOne(root, until))),
  );
  signal.throwIfAborted();
  return fetched !== undefined;
}

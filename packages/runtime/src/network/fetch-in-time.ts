import { type Cid, type Clock, within } from "@icn-mesh/core";
import type { PayloadFetcher, PayloadTerms } from "../ports/payload-fetcher.ts";

/** What fetching for some time takes. */
export interface PatientFetch {
  readonly payloads: PayloadFetcher;
  readonly clock: Pick<Clock, "after" | "monotonic">;
}

/** How long it may take, and for how long what nobody has is asked for again; as long as it may take when not given. */
export interface PatientTerms extends PayloadTerms {
  readonly ms: number;
  readonly askMs?: number;
}

const TRY_AGAIN_MS = 1000;

/** Fetches payloads, and asks again for what nobody has now; true if all of them are here in time, none too large. */
export async function fetchInTime(
  { payloads, clock }: PatientFetch,
  roots: readonly Cid[],
  { ms, askMs = ms, ...terms }: PatientTerms,
): Promise<boolean> {
  const lastAsk = clock.monotonic() + askMs;
  async function fetchOne(root: Cid, signal: AbortSignal): Promise<boolean> {
    let isTooLarge = false;
    const onTooLarge = () => {
      isTooLarge = true;
      terms.onTooLarge?.();
    };
    while (!(await payloads.fetch(root, { ...terms, signal, onTooLarge }))) {
      if (isTooLarge || clock.monotonic() >= lastAsk) return false;
      await clock.after(TRY_AGAIN_MS, { signal });
    }
    return true;
  }
  const { signal } = terms;
  const all = [...new Set(roots)];
  const fetched = await within(clock, { ms, signal }, (until) =>
    Promise.all(all.map((root) => fetchOne(root, until))),
  );
  signal.throwIfAborted();
  return fetched?.every((isHere) => isHere) ?? false;
}

import type { Cid, Did } from "@icn-mesh/core";
import type { WaitOptions } from "../../wait-options.ts";
import type { AskType } from "./ask-book.ts";

/** The block, and who sent it; or that everybody who could be asked does not have it, or did not answer. */
export type FetchResult =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly from: Did }
  | { readonly ok: false; readonly code: "NETWORK_NO_PROVIDER" };

/** A block on its way here, for everybody who waits for it. */
export interface Fetching {
  readonly cid: Cid;
  /** Who may yet be asked: those of whom it is known that they have the block, or said so, and others. */
  readonly known: Set<Did>;
  readonly others: Set<Did>;
  /** Who is being asked now, and what. */
  readonly asked: Map<Did, AskType>;
  readonly waiters: Set<(result: FetchResult) => void>;
}

/** A block that nobody was asked for yet. */
export function newFetching(cid: Cid): Fetching {
  return { cid, known: new Set(), others: new Set(), asked: new Map(), waiters: new Set() };
}

/** How many are being asked this. */
export function askedFor(fetching: Fetching, type: AskType): number {
  let count = 0;
  for (const asked of fetching.asked.values()) if (asked === type) count += 1;
  return count;
}

/** Adds peers to ask, but for those that are asked already. */
export function addProviders(fetching: Fetching, known: Iterable<Did>, others: Iterable<Did>): void {
  for (const peer of known) {
    if (!fetching.asked.has(peer)) fetching.known.add(peer);
    fetching.others.delete(peer);
  }
  for (const peer of others) {
    if (!fetching.asked.has(peer) && !fetching.known.has(peer)) fetching.others.add(peer);
  }
}

/** What the fetching comes to; rejects when the signal aborts, and `onLeft` is called then if nobody else waits. */
export function waitFor(
  fetching: Fetching,
  { signal }: WaitOptions,
  onLeft: () => void,
): Promise<FetchResult> {
  return new Promise((resolve, reject) => {
    const tell = (result: FetchResult) => {
      signal?.removeEventListener("abort", leave);
      resolve(result);
    };
    const leave = () => {
      fetching.waiters.delete(tell);
      reject(signal?.reason);
      if (fetching.waiters.size === 0) onLeft();
    };
    fetching.waiters.add(tell);
    signal?.addEventListener("abort", leave, { once: true });
  });
}

import { type Cid, cidOf, cidToBytes, type JobId, type Selection } from "@icn-mesh/core";

/** Of so many bids that are drawn, the manager may take any: not everybody is there to accept. */
const DRAWN = 3;

/**
 * The bids from which one more replica may be taken, drawn from a round's pool by what all replicas have committed
 * to: nobody knew that when the bids were signed, and anybody can draw again.
 */
export function drawBids(
  { bids, rejected }: Pick<Selection, "bids" | "rejected">,
  draw: { readonly job: JobId; readonly commits: readonly Cid[]; readonly taken: ReadonlySet<Cid> },
): readonly Cid[] {
  const out = new Set([...rejected.map(({ bid }) => bid), ...draw.taken]);
  const seed = [draw.job, ...draw.commits.toSorted()].join("");
  return bids
    .map(({ cid }) => cid)
    .filter((cid) => !out.has(cid))
    .map((cid) => ({ cid, rank: rankOf(seed + cid) }))
    .sort((one, other) => (one.rank < other.rank ? -1 : 1))
    .slice(0, DRAWN)
    .map(({ cid }) => cid);
}

/** SHA-256 in hexadecimal. */
function rankOf(text: string): string {
  const digest = cidToBytes(cidOf(new TextEncoder().encode(text), "raw")).subarray(4);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

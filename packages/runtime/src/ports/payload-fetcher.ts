import type { Cid, Did } from "@icn-mesh/core";

/** Where a payload is likely to be had, and how much of it to take. */
export interface PayloadTerms {
  readonly from: readonly Did[];
  readonly signal: AbortSignal;
  /** All blocks together; what is larger is not fetched. */
  readonly maxBytes: number;
  /** Told where that is why it is not fetched. */
  readonly onTooLarge?: () => void;
}

/** Brings payloads from peers into the store of this node. */
export interface PayloadFetcher {
  /** Fetches a block, and of a file all pieces below it, and keeps them; false if not all of it is to be had. */
  fetch(root: Cid, terms: PayloadTerms): Promise<boolean>;
  /** Keeps a payload that is here, for as long as one that came just now; false if not all of it is here. */
  keep(root: Cid): Promise<boolean>;
}

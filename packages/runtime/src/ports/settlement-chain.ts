import type { Cid, Did, Settlement } from "@icn-mesh/core";

/** A certified settlement on its way to a chain. Its id is the same whoever submits it, so that it counts once. */
export interface ChainSettlement {
  /** The assignment that was settled. */
  readonly id: Cid;
  readonly payee: Did;
  readonly settlement: Settlement;
}

/** What a chain says of a settlement. Until it is final, a fork of the chain can undo it. */
export type ChainReceipt =
  | { readonly status: "unknown" }
  | { readonly status: "pending" | "final"; readonly transaction: string; readonly block: number }
  | { readonly status: "refused"; readonly reason: string };

/** A chain on which settlements are made known. */
export interface SettlementChain {
  readonly name: string;
  /** Submits it, once however often it is called; rejects where the chain cannot be reached. */
  submit(settlement: ChainSettlement): Promise<void>;
  /** Where it stands now; what was pending may be unknown again. */
  receiptOf(id: Cid): Promise<ChainReceipt>;
}

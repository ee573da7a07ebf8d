import type { Cid, NetworkId, Settlement } from "@icn-mesh/core";

/** A certified settlement on its way to a chain. */
export interface ChainSettlement {
  /** The assignment that was settled. It is settled once, so that whoever submits this submits the same. */
  readonly id: Cid;
  readonly net: NetworkId;
  readonly settlement: Settlement;
}

/** What a chain says of a settlement. Until it is final, a fork of the chain can undo it. */
export type ChainReceipt =
  | { readonly status: "unknown" }
  /** On its way: in a block, or in none yet. */
  | { readonly status: "pending"; readonly transaction: string; readonly block: number | null }
  /** In a block that stays. */
  | { readonly status: "final"; readonly transaction: string; readonly block: number }
  /** The chain will never take it. */
  | { readonly status: "refused"; readonly reason: string };

/** A wait for a chain that its caller may give up. */
export interface ChainWait {
  readonly signal: AbortSignal;
}

/** A chain on which settlements are made known. */
export interface SettlementChain {
  readonly name: string;
  /** What the chain calls a settlement: for one id always the same, and for no two the same. */
  idOf(id: Cid): string;
  /**
   * Hands it to the chain, and resolves to the transaction. It counts once however often and by however many it is
   * submitted. It rejects where the chain cannot be asked, and then it may have arrived all the same.
   */
  submit(settlement: ChainSettlement, wait: ChainWait): Promise<string>;
  /** Where it stands now; what was pending may be unknown again. It rejects where the chain cannot be asked. */
  receiptOf(id: Cid, wait: ChainWait): Promise<ChainReceipt>;
}

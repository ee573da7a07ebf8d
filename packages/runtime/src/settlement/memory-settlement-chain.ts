import type { Cid, Did } from "@icn-mesh/core";
import { RuntimeError } from "../errors.ts";
import type { ChainReceipt, ChainSettlement, SettlementChain } from "../ports/settlement-chain.ts";

/** A chain in memory, with what the world does to it. */
export interface MemorySettlementChain extends SettlementChain {
  /** Adds a block with everything that waits, and then so many more. */
  mine(blocks?: number): void;
  /** Undoes the last blocks, as far as they are not final, and forgets what was in them and what waited. */
  fork(blocks: number): void;
  /** Lets nobody ask it anything, until `heal`. */
  cut(): void;
  heal(): void;
  /** Never takes this settlement. */
  refuse(id: Cid, reason: string): void;
  /** How much was paid to somebody, in blocks that stand now. */
  paidTo(account: Did, unit: string): bigint;
  /** How often it was handed something. */
  readonly submissions: number;
}

/** How the chain behaves. */
export interface MemoryChainOptions {
  readonly name?: string;
  /** How many blocks, its own with them, make a transaction final; 3 when not given. */
  readonly finalAfter?: number;
}

interface Transaction {
  readonly name: string;
  readonly settlement: ChainSettlement;
}

/** A chain without blocks. */
export function createMemorySettlementChain(options: MemoryChainOptions = {}): MemorySettlementChain {
  const { name = "memory", finalAfter = 3 } = options;
  const blocks: Transaction[][] = [];
  const waiting = new Map<Cid, Transaction>();
  const refused = new Map<Cid, string>();
  let finalBlocks = 0;
  let submissions = 0;
  let isCut = false;

  function assertReachable(): void {
    if (isCut)
      throw new RuntimeError("the chain is cut off", { code: "RUNTIME_CHAIN_UNREACHABLE", chain: name });
  }

  function placeOf(id: Cid): { readonly transaction: string; readonly block: number | null } | undefined {
    const block = blocks.findIndex((each) => each.some(({ settlement }) => settlement.id === id));
    const found = blocks[block]?.find(({ settlement }) => settlement.id === id) ?? waiting.get(id);
    return found && { transaction: found.name, block: block < 0 ? null : block };
  }

  function receiptOf(id: Cid): ChainReceipt {
    const reason = refused.get(id);
    if (reason !== undefined) return { status: "refused", reason };
    const place = placeOf(id);
    if (place === undefined) return { status: "unknown" };
    const { block } = place;
    if (block === null || block >= finalBlocks) return { status: "pending", ...place };
    return { status: "final", ...place, block };
  }

  return {
    name,
    idOf: (id) => `${name}:${id}`,
    async submit(settlement) {
      assertReachable();
      submissions += 1;
      const known = placeOf(settlement.id)?.transaction;
      if (known !== undefined) return known;
      const transaction = `${name}-${submissions}`;
      if (!refused.has(settlement.id)) waiting.set(settlement.id, { name: transaction, settlement });
      return transaction;
    },
    async receiptOf(id) {
      assertReachable();
      return receiptOf(id);
    },
    mine(count = 1) {
      blocks.push([...waiting.values()]);
      waiting.clear();
      for (let more = 1; more < count; more++) blocks.push([]);
      finalBlocks = Math.max(finalBlocks, blocks.length - finalAfter + 1);
    },
    fork(count) {
      blocks.length = Math.max(finalBlocks, blocks.length - count);
      waiting.clear();
    },
    cut() {
      isCut = true;
    },
    heal() {
      isCut = false;
    },
    refuse(id, reason) {
      waiting.delete(id);
      refused.set(id, reason);
    },
    paidTo(account, unit) {
      const settlements = blocks.flat().map(({ settlement: { settlement } }) => settlement);
      const credits = settlements.filter((each) => each.unit === unit).flatMap((each) => each.credits);
      return credits.reduce((sum, { to, amount }) => (to === account ? sum + amount : sum), 0n);
    },
    get submissions() {
      return submissions;
    },
  };
}

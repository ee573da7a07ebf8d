import type { Cid, Storage } from "@icn-mesh/core";
import { type Hold, type Proof, settlementSlot } from "@icn-mesh/economics";
import { type Outcome, outcomeOf } from "./outcome-set.ts";

/** The work of this node's own accounts that was settled, on its way into what is shared. */
export interface SettledWorkNotes {
  /** Takes note that an assignment was settled. */
  note(assignment: Cid): void;
  /** Takes note of all that the ledger says was settled: what was certified just before a crash was not noted then. */
  noteAll(): void;
}

/** As much of the accounts of this node as it takes to know how their work ended. */
export interface OwnWork {
  readonly holds: () => Iterable<Hold>;
  readonly proof: (slot: string) => Promise<Proof | undefined>;
}

/** Where outcomes come from, and where they go. */
export interface SettledWorkComponents {
  readonly storage: Pick<Storage, "get">;
  readonly accounts: OwnWork;
  readonly keep: (outcomes: readonly Outcome[]) => Promise<void>;
  /** Told of the work of keeping them. */
  readonly begun: (work: Promise<void>) => void;
}

const MOST_AT_ONCE = 64;

/** Nothing was noted yet. What is noted while other outcomes are being written is written together. */
export function createSettledWorkNotes(components: SettledWorkComponents): SettledWorkNotes {
  const { storage, accounts, keep, begun } = components;
  const noted = new Set<Cid>();
  let isKeeping = false;

  async function outcome(assignment: Cid): Promise<Outcome | undefined> {
    const proof = await accounts.proof(settlementSlot(assignment));
    const body = await storage.get(assignment);
    return proof && body && outcomeOf(proof.certificate, body);
  }

  async function keepNoted(): Promise<void> {
    isKeeping = true;
    try {
      while (noted.size > 0) {
        const batch = [...noted].slice(0, MOST_AT_ONCE);
        for (const cid of batch) noted.delete(cid);
        const found = await Promise.all(batch.map(outcome));
        await keep(found.filter((each) => each !== undefined));
      }
    } finally {
      isKeeping = false;
    }
  }

  function note(assignment: Cid): void {
    noted.add(assignment);
    if (!isKeeping) begun(keepNoted());
  }

  return {
    note,
    noteAll() {
      for (const { assignments } of accounts.holds())
        for (const { cid, settlement } of assignments.values()) if (settlement !== undefined) note(cid);
    },
  };
}

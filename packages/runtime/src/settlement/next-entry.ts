import type { ChainReceipt } from "../ports/settlement-chain.ts";
import type { ChainEntry } from "./chain-entry.ts";

/** What is to be done about a settlement: write down what the chain says, hand it to the chain, or wait. */
export type EntryStep =
  | { readonly do: "write"; readonly entry: ChainEntry }
  | { readonly do: "submit" }
  | { readonly do: "wait" };

/** What a settlement is judged by besides what the chain says. */
export interface EntryMoment {
  readonly now: number;
  /** How long a chain may be silent about what it was handed. */
  readonly silentMs: number;
}

/** The next step, by what the chain says. What a fork has undone is handed in again. */
export function nextEntryStep(entry: ChainEntry, receipt: ChainReceipt, moment: EntryMoment): EntryStep {
  switch (receipt.status) {
    case "unknown":
      return isOnItsWay(entry, moment) ? { do: "wait" } : { do: "submit" };
    case "refused":
      return {
        do: "write",
        entry: { ...entry, state: "refused", reason: receipt.reason.slice(0, MOST_CHARS) },
      };
    case "final":
    case "pending": {
      const { transaction, block } = receipt;
      const state = receipt.status === "final" ? "final" : "submitted";
      const isSame = entry.state === state && entry.transaction === transaction && entry.block === block;
      return isSame ? { do: "wait" } : { do: "write", entry: { ...entry, state, transaction, block } };
    }
  }
}

const MOST_CHARS = 512;

/** A clock that was set back is no reason to wait. */
function isOnItsWay({ submittedAt, block }: ChainEntry, { now, silentMs }: EntryMoment): boolean {
  return submittedAt !== null && block === null && now >= submittedAt && now - submittedAt < silentMs;
}

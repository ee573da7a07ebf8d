import type { Runtime } from "../context/create-runtime.ts";

/** What is open in a federation. */
export interface OpenPositions {
  /** Jobs and assignments about which something is owed. */
  readonly open: number;
  /** Holds of accounts whose keys are here. */
  readonly holds: number;
}

/** What is open; undefined where nothing is. */
export function openPositions({ open, context: { accounts } }: Runtime): OpenPositions | undefined {
  const holds = [...accounts.own.ledger.holds()].filter(
    ({ id, closed }) => !closed && accounts.signerOf(id.account) !== undefined,
  ).length;
  return open + holds === 0 ? undefined : { open, holds };
}

import { type Did, holdSlot, type JobId } from "@icn-mesh/core";
import { creditKey } from "../money-slot.ts";
import type { Account, Balance, Held } from "./ledger-view.ts";
import type { Step } from "./operation-effect.ts";
import { EMPTY_BALANCE } from "./spend.ts";

/** An account with the first steps of an operation done, so that the next one can be judged; the account itself stands. */
export interface AccountDraft {
  readonly did: Did;
  readonly regenerated: number;
  readonly heldGrant: bigint;
  balance(unit: string): Balance;
  held(hold: string): Held | undefined;
  holdsFor(job: JobId): boolean;
  hasConsumed(credit: string): boolean;
  add(step: Step): void;
}

/** A draft over an account, or over that of a stranger. Its cost does not depend on the length of the chain. */
export function createAccountDraft(account: Account): AccountDraft {
  const balances = new Map<string, Balance>();
  const consumed = new Set<string>();
  const added = new Map<string, Held>();
  const returned = new Set<string>();
  let { regenerated, heldGrant } = account;

  const balance = (unit: string) => balances.get(unit) ?? account.balances.get(unit) ?? EMPTY_BALANCE;
  const held = (hold: string) =>
    returned.has(hold) ? undefined : (added.get(hold) ?? account.held.get(hold));

  return {
    did: account.did,
    get regenerated() {
      return regenerated;
    },
    get heldGrant() {
      return heldGrant;
    },
    balance,
    held,
    holdsFor: (job) => account.heldJobs.has(job) || [...added.values()].some((each) => each.job === job),
    hasConsumed: (credit) => consumed.has(credit) || account.consumed.has(credit),
    add(step) {
      const { action, unit } = step;
      const { grant, earned } = balance(unit);
      balances.set(unit, { grant: grant + step.grant, earned: earned + step.earned });
      if (action.type === "regenerate") regenerated = action.epoch;
      if (action.type === "receive") consumed.add(creditKey(action.slot, action.index));
      if (step.restOf !== undefined) {
        heldGrant -= held(step.restOf)?.grant ?? 0n;
        returned.add(step.restOf);
      }
      if (action.type === "hold") {
        heldGrant -= step.grant;
        const id = holdSlot({ account: account.did, seq: account.next, index: step.index });
        added.set(id, { job: action.job, unit, amount: action.amount, grant: -step.grant });
      }
    },
  };
}

import { type Action, type Did, holdSlot } from "@icn-mesh/core";
import { type MoneyFact, slotOfFact } from "../../ledger/money-fact.ts";
import { type AccountBook, newAccountBook, purseOf, takeOut } from "./account-book.ts";
import { type BookState, flow, type HoldBook, openCredit } from "./book-state.ts";

type OperationFact = Extract<MoneyFact, { type: "operation" }>;

interface Placed {
  readonly by: Did;
  readonly seq: number;
  readonly index: number;
  readonly slot: string;
}

/** Does what a certified operation says, and reports what it should not have said. */
export function bookOperation(state: BookState, fact: OperationFact): void {
  const { by, seq, do: actions } = fact.body;
  const account = state.accounts.get(by) ?? newAccountBook();
  state.accounts.set(by, account);
  if (account.next !== seq) state.report("I-03", `operation ${seq} of ${by} follows ${account.next - 1}`);
  account.next = seq + 1;
  const slot = slotOfFact(fact);
  for (const [index, action] of actions.entries())
    act(state, account, { action, at: { by, seq, index, slot } });
  for (const [unit, { grant, earned }] of account.purses)
    if (grant < 0n || earned < 0n) state.report("I-02", `${by} has ${grant} + ${earned} ${unit}`);
}

function act(
  state: BookState,
  account: AccountBook,
  { action, at }: { readonly action: Action; readonly at: Placed },
): void {
  switch (action.type) {
    case "receive":
      receive(state, account, { by: at.by, place: `${action.slot}#${action.index}` });
      break;
    case "regenerate":
      regenerate(state, account, { by: at.by, epoch: action.epoch });
      break;
    case "hold":
      hold(state, account, { action, at });
      break;
    case "burn":
      takeOut(purseOf(account, action.unit), action);
      flow(state, `burned ${action.unit}`, action.amount);
      break;
    case "transfer": {
      const { to, unit, amount } = action;
      takeOut(purseOf(account, unit), action);
      openCredit(state, `${at.slot}#${at.index}`, { to, unit, amount, hold: undefined });
    }
  }
}

function hold(
  { holds }: BookState,
  account: AccountBook,
  { action, at }: { readonly action: Extract<Action, { type: "hold" }>; readonly at: Placed },
): void {
  const { unit, amount } = action;
  const grant = takeOut(purseOf(account, unit), action);
  account.heldGrant += grant;
  const book = { account: at.by, unit, amount, grant, next: 0, taken: 0n, closes: 0, isReceivedBack: false };
  holds.set(holdSlot({ account: at.by, seq: at.seq, index: at.index }), { ...book, open: new Map() });
}

function receive(
  { credits, report }: BookState,
  account: AccountBook,
  { by, place }: { readonly by: Did; readonly place: string },
): void {
  const credit = credits.get(place);
  if (credit === undefined) {
    report("I-05", `${by} took in ${place}, which nobody certified`);
    return;
  }
  if (credit.to !== by) report("I-05", `${by} took in ${place} of ${credit.to}`);
  if (credit.isConsumed) report("I-05", `${place} is consumed twice`);
  credit.isConsumed = true;
  const { hold: from, amount } = credit;
  const purse = purseOf(account, credit.unit);
  const grant = from === undefined ? 0n : grantIn(from, amount);
  purse.grant += grant;
  purse.earned += amount - grant;
  if (from === undefined) return;
  from.isReceivedBack = true;
  account.heldGrant -= from.grant;
}

/** What was spent of a hold was spent of its grant first. */
function grantIn({ amount, grant }: HoldBook, rest: bigint): bigint {
  const spent = amount - rest;
  return grant > spent ? grant - spent : 0n;
}

function regenerate(
  state: BookState,
  account: AccountBook,
  { by, epoch }: { readonly by: Did; readonly epoch: number },
): void {
  const { members, report, federation, flows } = state;
  const { rate, cap } = federation.constitution.mint;
  if (!members.has(by)) report("I-08", `${by} is no member and regenerates`);
  if (account.epochs.has(epoch)) report("I-08", `${by} regenerates twice in ${epoch}`);
  account.epochs.add(epoch);
  const purse = purseOf(account, "mana");
  const room = cap - purse.grant - account.heldGrant;
  const amount = room < rate ? room : rate;
  purse.grant += amount;
  flow(state, "minted mana", amount);
  flow(state, `epoch ${epoch}`, amount);
  const most = rate * BigInt(members.size);
  if ((flows.get(`epoch ${epoch}`) ?? 0n) > most) report("I-08", `more than ${most} is minted in ${epoch}`);
}

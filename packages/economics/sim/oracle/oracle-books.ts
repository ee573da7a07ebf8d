import { type Action, type Assignment, type Cid, type Did, holdSlot, type Settlement } from "@icn-mesh/core";
import { type Federation, type MoneyFact, slotOfFact } from "@icn-mesh/economics";
import { type AccountBook, newAccountBook, purseOf, takeOut } from "./account-book.ts";
import type { Report } from "./violation.ts";

/** A hold as certificates leave it. */
export interface HoldBook {
  readonly account: Did;
  readonly unit: string;
  readonly amount: bigint;
  readonly grant: bigint;
  next: number;
  taken: bigint;
  closes: number;
  isReceivedBack: boolean;
  /** Prices of what is not settled. */
  readonly open: Map<Cid, bigint>;
}

interface CreditBook {
  readonly to: Did;
  readonly unit: string;
  readonly amount: bigint;
  readonly hold: HoldBook | undefined;
  isConsumed: boolean;
}

/** A certified assignment, with the hold that pays for it. */
export interface AssignmentBook {
  readonly body: Assignment;
  readonly hold: HoldBook;
  settlement: Settlement | undefined;
}

/** A second set of books over the certificates of a whole world, kept apart from the shipped ledger. */
export interface OracleBooks {
  readonly facts: readonly MoneyFact[];
  readonly holds: ReadonlyMap<string, HoldBook>;
  readonly assignments: ReadonlyMap<Cid, AssignmentBook>;
  add(fact: MoneyFact): void;
  /** Whether what a slot pays at an index was taken in. */
  isConsumed(slot: string, index: number): boolean;
  /** What there is of a unit, where it lies. */
  totals(unit: string): Readonly<Record<"minted" | "balances" | "held" | "credits" | "burned", bigint>>;
}

/** What the books are kept by. */
export interface OracleBooksComponents {
  readonly federation: Federation;
  readonly members: ReadonlySet<Did>;
  readonly report: Report;
}

/** Empty books. Whatever a certificate says that no honest federation could say is reported. */
export function createOracleBooks({ federation, members, report }: OracleBooksComponents): OracleBooks {
  const facts: MoneyFact[] = [];
  const accounts = new Map<Did, AccountBook>();
  const holds = new Map<string, HoldBook>();
  const assignments = new Map<Cid, AssignmentBook>();
  const credits = new Map<string, CreditBook>();
  const flows = new Map<string, bigint>();
  const { rate, cap } = federation.constitution.mint;

  const flow = (name: string, amount: bigint) => flows.set(name, (flows.get(name) ?? 0n) + amount);

  function openCredit(slot: string, index: number, credit: Omit<CreditBook, "isConsumed">): void {
    if (credits.has(`${slot}#${index}`)) report("I-05", `${slot}#${index} is paid twice`);
    credits.set(`${slot}#${index}`, { ...credit, isConsumed: false });
  }

  function addOperation(fact: Extract<MoneyFact, { type: "operation" }>): void {
    const { by, seq, do: actions } = fact.body;
    const account = accounts.get(by) ?? newAccountBook();
    accounts.set(by, account);
    if (account.next !== seq) report("I-03", `operation ${seq} of ${by} after ${account.next - 1}`);
    account.next = seq + 1;
    for (const [index, action] of actions.entries())
      act(account, action, { by, seq, index, slot: slotOfFact(fact) });
    for (const [unit, { grant, earned }] of account.purses)
      if (grant < 0n || earned < 0n) report("I-02", `${by} has ${grant} + ${earned} ${unit}`);
  }

  function act(
    account: AccountBook,
    action: Action,
    { by, seq, index, slot }: { by: Did; seq: number; index: number; slot: string },
  ): void {
    switch (action.type) {
      case "receive":
        return receive(account, by, `${action.slot}#${action.index}`);
      case "regenerate":
        return regenerate(account, by, action.epoch);
      case "burn":
        takeOut(purseOf(account, action.unit), action);
        flow(`burned ${action.unit}`, action.amount);
        return;
      case "transfer":
        takeOut(purseOf(account, action.unit), action);
        return openCredit(slot, index, {
          to: action.to,
          unit: action.unit,
          amount: action.amount,
          hold: undefined,
        });
      case "hold": {
        const { unit, amount } = action;
        const grant = takeOut(purseOf(account, unit), action);
        account.heldGrant += grant;
        const hold = {
          account: by,
          unit,
          amount,
          grant,
          next: 0,
          taken: 0n,
          closes: 0,
          isReceivedBack: false,
        };
        holds.set(holdSlot({ account: by, seq, index }), { ...hold, open: new Map() });
      }
    }
  }

  function receive(account: AccountBook, by: Did, key: string): void {
    const credit = credits.get(key);
    if (credit === undefined) return report("I-05", `${by} took in ${key}, which nobody certified`);
    if (credit.to !== by) report("I-05", `${by} took in ${key} of ${credit.to}`);
    if (credit.isConsumed) report("I-05", `${key} is consumed twice`);
    credit.isConsumed = true;
    const purse = purseOf(account, credit.unit);
    const { hold, amount } = credit;
    if (hold === undefined) {
      purse.earned += amount;
      return;
    }
    hold.isReceivedBack = true;
    const spent = hold.amount - amount;
    const grant = hold.grant > spent ? hold.grant - spent : 0n;
    purse.grant += grant;
    purse.earned += amount - grant;
    account.heldGrant -= hold.grant;
  }

  function regenerate(account: AccountBook, by: Did, epoch: number): void {
    if (!members.has(by)) report("I-08", `${by} is no member and regenerates`);
    if (account.epochs.has(epoch)) report("I-08", `${by} regenerates twice in ${epoch}`);
    account.epochs.add(epoch);
    const purse = purseOf(account, "mana");
    const room = cap - purse.grant - account.heldGrant;
    const amount = room < rate ? room : rate;
    purse.grant += amount;
    flow("minted mana", amount);
    flow(`epoch ${epoch}`, amount);
    if ((flows.get(`epoch ${epoch}`) ?? 0n) > rate * BigInt(members.size))
      report("I-08", `too much in ${epoch}`);
  }

  function addAssignment({ cid, body }: Extract<MoneyFact, { type: "assignment" }>): void {
    const hold = holds.get(holdSlot(body.hold));
    if (hold === undefined) return report("I-03", `${cid} is of no certified hold`);
    if (hold.closes > 0) report("I-04", `${cid} is assigned after the end of its hold`);
    if (hold.next !== body.seq) report("I-03", `link ${body.seq} after ${hold.next - 1}`);
    hold.next = body.seq + 1;
    hold.open.set(cid, body.price);
    assignments.set(cid, { body, hold, settlement: undefined });
    const committed = [...hold.open.values()].reduce((sum, price) => sum + price, hold.taken);
    if (committed > hold.amount)
      report("I-06", `${committed} of ${hold.amount} is promised by ${holdSlot(body.hold)}`);
  }

  function addSettlement(settlement: Settlement): void {
    const { slot, taken, unit } = settlement;
    const hold = settlement.type === "close" ? close(settlement) : settleAssignment(settlement);
    if (hold === undefined) return;
    if (unit !== hold.unit) report("I-01", `${slot} pays another unit than it holds`);
    const isRest = settlement.type === "close";
    for (const [index, { to, amount }] of settlement.credits.entries())
      openCredit(slot, index, { to, unit, amount, hold: isRest ? hold : undefined });
    const paid = settlement.credits.reduce((sum, { amount }) => sum + amount, 0n);
    if (paid > taken) report("I-06", `${slot} pays ${paid} out of ${taken}`);
    hold.taken += taken;
    flow(`burned ${unit}`, taken - paid);
    if (hold.taken > hold.amount) report("I-06", `${slot} makes it ${hold.taken} of ${hold.amount}`);
  }

  function settleAssignment(settlement: Settlement): HoldBook | undefined {
    const cid = settlement.slot.split(" ")[1] as Cid;
    const assignment = assignments.get(cid);
    if (assignment === undefined) {
      report("certified-assignment", `${cid} is settled and was never certified`);
      return undefined;
    }
    const { hold, body } = assignment;
    if (assignment.settlement !== undefined) report("I-04", `${cid} is settled twice`);
    if (settlement.taken > body.price) report("I-06", `${cid} costs ${settlement.taken} of ${body.price}`);
    assignment.settlement = settlement;
    hold.open.delete(cid);
    return hold;
  }

  function close({ slot, taken, credits: paid }: Settlement): HoldBook | undefined {
    const hold = holds.get(slot.split(" ")[1] ?? "");
    if (hold === undefined) {
      report("I-04", `${slot} closes no certified hold`);
      return undefined;
    }
    hold.closes += 1;
    if (hold.closes > 1) report("I-04", `${slot} closes it again`);
    if (hold.open.size > 0) report("I-07", `${slot} closes it while work is open`);
    if (taken !== hold.amount - hold.taken || paid.some(({ to }) => to !== hold.account))
      report("I-07", `${slot} does not return the rest to its account`);
    return hold;
  }

  function add(fact: MoneyFact): void {
    facts.push(fact);
    if (fact.type === "operation") addOperation(fact);
    else if (fact.type === "assignment") addAssignment(fact);
    else if (fact.type === "settlement") addSettlement(fact.settlement);
    else {
      const { account, unit, amount } = fact.body;
      flow(`minted ${unit}`, amount);
      openCredit(slotOfFact(fact), 0, { to: account, unit, amount, hold: undefined });
    }
    for (const { name } of federation.constitution.units) balance(name);
  }

  function balance(unit: string): void {
    const { minted, balances, held, credits: due, burned } = totals(unit);
    if (balances + held + due + burned !== minted)
      report("I-01", `${balances} + ${held} + ${due} + ${burned} is not ${minted} ${unit}`);
  }

  function totals(unit: string) {
    const purses = [...accounts.values()].map((account) => purseOf(account, unit));
    const held = [...holds.values()].filter((hold) => hold.unit === unit && hold.closes === 0);
    const due = [...credits.values()].filter((credit) => credit.unit === unit && !credit.isConsumed);
    return {
      minted: flows.get(`minted ${unit}`) ?? 0n,
      balances: purses.reduce((sum, { grant, earned }) => sum + grant + earned, 0n),
      held: held.reduce((sum, { amount, taken }) => sum + amount - taken, 0n),
      credits: due.reduce((sum, { amount }) => sum + amount, 0n),
      burned: flows.get(`burned ${unit}`) ?? 0n,
    };
  }

  return {
    facts,
    holds,
    assignments,
    add,
    isConsumed: (slot, index) => credits.get(`${slot}#${index}`)?.isConsumed === true,
    totals,
  };
}

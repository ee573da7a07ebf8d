import type { Action, Did } from "@icn-mesh/core";
import type { Federation } from "../federation.ts";
import { judgeOperation } from "../ledger/judge-operation.ts";
import { createLedger } from "../ledger/ledger.ts";
import { type MoneyFact, slotOfFact } from "../ledger/money-fact.ts";
import type { Step } from "../ledger/operation-effect.ts";
import { replay } from "../ledger/replay.ts";

/** Why a balance changed. */
export type MoveReason = Action["type"] | "pay" | "fail" | "split" | "rest" | "deposit" | "transfer-in";

/** One change of a balance of an account, with the reason and where it stands. */
export interface Move {
  readonly slot: string;
  readonly index: number;
  readonly unit: string;
  readonly grant: bigint;
  readonly earned: bigint;
  readonly reason: MoveReason;
  /** What a received amount was paid by, or the job that a hold is for. */
  readonly because: string | null;
}

/** Every change of an account's balances in the order of its chain, as far as the facts reach. Their sum is the balance. */
export function historyOf(
  federation: Federation,
  facts: readonly MoneyFact[],
  account: Did,
): readonly Move[] {
  const bySlot = new Map(facts.map((fact) => [slotOfFact(fact), fact]));
  const ledger = createLedger(federation);
  const moves: Move[] = [];
  const watched = {
    ...ledger,
    add(fact: MoneyFact) {
      const judged =
        fact.type === "operation" && fact.body.by === account ? judgeOperation(ledger, fact) : undefined;
      if (judged?.ok) moves.push(...judged.value.steps.map((step) => moveOf(slotOfFact(fact), step, bySlot)));
      return ledger.add(fact);
    },
  };
  replay(watched, facts);
  return moves;
}

function moveOf(slot: string, step: Step, facts: ReadonlyMap<string, MoneyFact>): Move {
  const { action, index, unit, grant, earned } = step;
  return { slot, index, unit, grant, earned, reason: reasonOf(step, facts), because: becauseOf(action) };
}

function reasonOf({ action, restOf }: Step, facts: ReadonlyMap<string, MoneyFact>): MoveReason {
  if (action.type !== "receive") return action.type;
  if (restOf !== undefined) return "rest";
  const source = facts.get(action.slot);
  if (source?.type === "deposit") return "deposit";
  if (source?.type === "operation") return "transfer-in";
  return source?.type === "settlement" ? reasonOfSettlement(source.settlement.type) : "receive";
}

function reasonOfSettlement(type: string): MoveReason {
  return type === "fail" || type === "split" ? type : "pay";
}

function becauseOf(action: Action): string | null {
  if (action.type === "receive") return action.slot;
  return action.type === "hold" ? action.job : null;
}

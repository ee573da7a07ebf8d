import type { Did } from "@icn-mesh/core";
import { outcomeKey } from "../certificate/outcome-key.ts";
import { type MoneyFact, slotOfFact } from "../ledger/money-fact.ts";
import { creditKey } from "../money-slot.ts";
import type { Finding, Invariant } from "./finding.ts";

/** I-03, I-04, I-05, I-08, I-09, looked for in the facts themselves and not by the rules that admitted them. */
export function checkFacts(net: string, facts: readonly MoneyFact[]): readonly Finding[] {
  return [
    ...twice(
      "I-03",
      facts.map((fact) => [slotOfFact(fact), keyOf(fact)] as const),
    ),
    ...twice("I-04", facts.flatMap(closedHold)),
    ...twice("I-05", facts.flatMap(consumedBy)),
    ...twice("I-08", facts.flatMap(regeneratedBy)),
    ...facts.flatMap((fact) => foreign(net, fact)),
  ];
}

/** One value for each key: of two different ones, the second is a finding. */
function twice(
  invariant: Invariant,
  entries: readonly (readonly [key: string, value: string])[],
): readonly Finding[] {
  const first = new Map<string, string>();
  const findings: Finding[] = [];
  for (const [key, value] of entries) {
    const before = first.get(key);
    if (before === undefined) first.set(key, value);
    else if (before !== value) findings.push({ invariant, slot: key, detail: `${before} and ${value}` });
  }
  return findings;
}

function keyOf(fact: MoneyFact): string {
  return fact.type === "settlement" ? outcomeKey(fact.settlement) : fact.cid;
}

function closedHold(fact: MoneyFact): readonly (readonly [string, string])[] {
  if (fact.type !== "settlement" || fact.settlement.type !== "close") return [];
  const { slot } = fact.settlement;
  return [[slot.slice(0, slot.lastIndexOf(" ")), slot]];
}

function consumedBy(fact: MoneyFact): readonly (readonly [string, string])[] {
  return actionsOf(fact).flatMap(({ by, place, action }) =>
    action.type === "receive" ? [[creditKey(action.slot, action.index), `${by} ${place}`] as const] : [],
  );
}

function regeneratedBy(fact: MoneyFact): readonly (readonly [string, string])[] {
  return actionsOf(fact).flatMap(({ by, place, action }) =>
    action.type === "regenerate" ? [[`${by} ${action.epoch}`, place] as const] : [],
  );
}

function actionsOf(fact: MoneyFact) {
  if (fact.type !== "operation") return [];
  const { by, seq, do: actions } = fact.body;
  return actions.map((action, index) => ({ by: by as Did, action, place: `${seq}:${index}` }));
}

function foreign(net: string, fact: MoneyFact): readonly Finding[] {
  if (fact.type === "settlement" || fact.body.net === net) return [];
  return [{ invariant: "I-09", slot: slotOfFact(fact), detail: `of ${fact.body.net}` }];
}

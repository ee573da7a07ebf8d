import type { HoldId } from "@icn-mesh/core";
import { type MoneyFact, slotOfFact } from "../ledger/money-fact.ts";
import { linkOf, linkSlot, settlementSlot } from "../money-slot.ts";

/**
 * Slots that have been filled below the ends of these holds and are not among the facts. A ledger forgets a hold once
 * its rest was received, and then asks for nothing that came before.
 */
export function missingBelow(facts: readonly MoneyFact[]): readonly string[] {
  const bySlot = new Map(facts.map((fact) => [slotOfFact(fact) as string, fact]));
  return facts.flatMap((fact) => {
    const end =
      fact.type === "settlement" && fact.settlement.type === "close" && linkOf(fact.settlement.slot);
    return end ? missingIn(bySlot, end.hold, end.seq) : [];
  });
}

function missingIn(bySlot: ReadonlyMap<string, MoneyFact>, hold: HoldId, links: number): readonly string[] {
  return Array.from({ length: links }, (_, seq) => linkSlot(hold, seq)).flatMap((slot) => {
    const link = bySlot.get(slot);
    if (link?.type !== "assignment") return [slot];
    const settled = settlementSlot(link.cid);
    return bySlot.has(settled) ? [] : [settled];
  });
}

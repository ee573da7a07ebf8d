import { assignmentOf } from "../money-slot.ts";
import type { ManaRefusal } from "../refusal.ts";
import type { Ledger } from "./ledger.ts";
import { type MoneyFact, slotOfFact } from "./money-fact.ts";

/** A certified fact that could not be added, and why: what has to come first is missing, or it cannot be true. */
export interface Unplaced {
  readonly slot: string;
  readonly missing: string | null;
  readonly refusal: ManaRefusal | null;
}

/** Adds facts in whatever order they come, each after those that it depends on; what could not be added comes back. */
export function replay(ledger: Ledger, facts: Iterable<MoneyFact>): readonly Unplaced[] {
  const waiting = new Map([...facts].map((fact) => [slotOfFact(fact), fact]));
  const linkSlots = linkSlotsIn(waiting);
  const unplaced = new Map<string, Unplaced>();

  /** Adds the fact of a slot, or says which slot has to be filled first. */
  function place(slot: string): string | undefined {
    const fact = waiting.get(slot);
    if (fact === undefined) return undefined;
    const left = add(ledger, fact, linkSlots);
    if (left === undefined) {
      waiting.delete(slot);
      unplaced.delete(slot);
      return undefined;
    }
    unplaced.set(slot, left);
    return left.missing !== null && waiting.has(left.missing) ? left.missing : undefined;
  }

  // Of several attempts that are open, any may be the one whose end frees what a later one takes.
  let before: number;
  do {
    before = waiting.size;
    for (const slot of [...waiting.keys()]) placeWithAncestors(slot, place);
  } while (waiting.size > 0 && waiting.size < before);
  return [...unplaced.values()];
}

/** The slot of each assignment: a settlement names only the assignment. */
function linkSlotsIn(facts: ReadonlyMap<string, MoneyFact>): ReadonlyMap<string, string> {
  const slots = new Map<string, string>();
  for (const [slot, fact] of facts) if (fact.type === "assignment") slots.set(fact.cid, slot);
  return slots;
}

function add(ledger: Ledger, fact: MoneyFact, linkSlots: ReadonlyMap<string, string>): Unplaced | undefined {
  const slot = slotOfFact(fact);
  const added = ledger.add(fact);
  if (!added.ok) return { slot, missing: null, refusal: added.refusal };
  if (added.value.type !== "apart") return undefined;
  const missing = added.value.missing ?? linkSlots.get(assignmentOf(slot) ?? "") ?? null;
  return { slot, missing, refusal: null };
}

/** Without recursion: a chain may be longer than the stack is deep. */
function placeWithAncestors(slot: string, place: (slot: string) => string | undefined): void {
  const path = [slot];
  // Whatever could not be placed once, with all before it tried, will not be placed on a second visit.
  const tried = new Set(path);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const missing = place(top);
    if (missing === undefined || tried.has(missing)) {
      path.pop();
    } else {
      path.push(missing);
      tried.add(missing);
    }
  }
}

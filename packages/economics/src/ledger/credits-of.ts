import type { Operation, Settlement } from "@icn-mesh/core";
import { holdSlot } from "@icn-mesh/core";
import { linkOf } from "../money-slot.ts";
import type { Credit } from "./ledger-view.ts";

/** What an operation pays to others. */
export function creditsOfOperation(slot: string, { do: actions }: Operation): readonly Credit[] {
  return actions.flatMap((action, index) => {
    if (action.type !== "transfer") return [];
    const { to, unit, amount } = action;
    return [{ slot, index, to, unit, amount }];
  });
}

/** What a settlement pays; of a close, the rest of its hold. */
export function creditsOfSettlement({ type, slot, unit, credits }: Settlement): readonly Credit[] {
  const link = type === "close" ? linkOf(slot) : undefined;
  return credits.map(({ to, amount }, index) => ({
    slot,
    index,
    to,
    unit,
    amount,
    ...(link === undefined ? {} : { restOf: holdSlot(link.hold) }),
  }));
}

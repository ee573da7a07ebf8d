import type { Storage } from "@icn-mesh/core";
import { type Pin, readPins, unpin } from "./pins.ts";
import { planRetention, type RetentionPlan, type RetentionPolicy } from "./retention-plan.ts";

/**
 * Removes the pins that a policy lets go; a dry run only tells which. A pin that is renewed meanwhile stays. What the
 * removed ones kept is garbage afterwards, for `collectGarbage` to remove.
 */
export async function applyRetention(
  storage: Pick<Storage, "commit" | "get" | "refs">,
  policy: RetentionPolicy,
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<RetentionPlan> {
  const pins: Pin[] = [];
  for await (const pin of readPins(storage)) pins.push(pin);
  const plan = planRetention(pins, policy);
  if (dryRun) return plan;
  const renewed = new Set<string>();
  for (const { pin } of plan.drop) if (!(await unpin(storage, pin))) renewed.add(pin.name);
  return {
    drop: plan.drop.filter(({ pin }) => !renewed.has(pin.name)),
    keep: [...plan.keep, ...plan.drop.map(({ pin }) => pin).filter(({ name }) => renewed.has(name))],
  };
}

import type { PromisedVote } from "../contested/choose-outcome.ts";
import type { GuardRequest } from "../guard/guard-request.ts";
import type { ManaRefusal } from "../refusal.ts";
import type { CollectComponents, ProvenSlot } from "./collection.ts";
import { proofFor, recallSlot } from "./recall-slot.ts";

/** Has guards settle a slot on which the votes are stuck, or tell what fills it; undefined if none can yet. */
export async function resolveContested(
  parts: CollectComponents,
  refusal: ManaRefusal,
  signal: AbortSignal,
): Promise<ProvenSlot | undefined> {
  if (refusal.code !== "ECONOMICS_CONTESTED" && refusal.code !== "ECONOMICS_SLOT_TAKEN") return undefined;
  const { slot } = refusal;
  const { proven, told } = await recallSlot(parts, slot, signal);
  if (proven !== undefined || parts.federation.constitution.contested !== "resolver") return proven;
  return askToResolve(parts, { slot, told }, signal);
}

/** One guard after the other: two that lead at once would be in each other's way. */
async function askToResolve(
  parts: CollectComponents,
  { slot, told }: { readonly slot: string; readonly told: readonly PromisedVote[] },
  signal: AbortSignal,
): Promise<ProvenSlot | undefined> {
  const votes = told.map(({ ballot: { vote, outcome } }) => ({ ...vote, outcome }));
  const request: GuardRequest = { ask: { type: "resolve", slot, votes }, proofs: [] };
  for (const guard of parts.federation.constitution.guards) {
    const reply = await parts.guards.ask(guard, request, { signal }).catch(() => undefined);
    signal.throwIfAborted();
    const proven = reply?.type === "certified" ? proofFor(parts, slot, reply.proof) : undefined;
    if (proven !== undefined) return proven;
  }
  return undefined;
}

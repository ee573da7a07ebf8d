import type { Ballot } from "../certificate/ballot.ts";
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
  const { proven, ballots } = await recallSlot(parts, slot, signal);
  if (proven !== undefined || parts.federation.constitution.contested !== "resolver") return proven;
  return askToResolve(parts, { slot, ballots }, signal);
}

/** One guard after the other: two that lead at once would be in each other's way. */
async function askToResolve(
  parts: CollectComponents,
  { slot, ballots }: { readonly slot: string; readonly ballots: readonly Ballot[] },
  signal: AbortSignal,
): Promise<ProvenSlot | undefined> {
  const votes = ballots.map(({ vote, outcome }) => ({ ...vote, outcome }));
  const request: GuardRequest = { ask: { type: "resolve", slot, votes }, proofs: [] };
  for (const guard of parts.federation.constitution.guards) {
    const reply = await parts.guards.ask(guard, request, { signal }).catch(() => undefined);
    signal.throwIfAborted();
    const proven = reply?.type === "certified" ? proofFor(parts, slot, reply.proof) : undefined;
    if (proven !== undefined) return proven;
  }
  return undefined;
}

import { readProof } from "../certificate/proof.ts";
import type { GuardAsk } from "../guard/guard-request.ts";
import type { ManaRefusal } from "../refusal.ts";
import type { CollectComponents, ProvenSlot } from "./collection.ts";

/** Has guards settle a slot on which the votes are stuck, or tell what fills it; undefined if none can yet. */
export async function resolveContested(
  parts: CollectComponents,
  refusal: ManaRefusal,
  signal: AbortSignal,
): Promise<ProvenSlot | undefined> {
  if (refusal.code !== "ECONOMICS_CONTESTED" && refusal.code !== "ECONOMICS_SLOT_TAKEN") return undefined;
  const { slot } = refusal;
  const isResolved = parts.federation.constitution.contested === "resolver";
  const asks: readonly GuardAsk[] = [
    { type: "recall", slot },
    ...(isResolved ? [{ type: "resolve", slot } as const] : []),
  ];
  for (const ask of asks) {
    const proven = await askEach(parts, { ask, slot }, signal);
    if (proven !== undefined) return proven;
  }
  return undefined;
}

async function askEach(
  { federation, guards, verifier }: CollectComponents,
  { ask, slot }: { readonly ask: GuardAsk; readonly slot: string },
  signal: AbortSignal,
): Promise<ProvenSlot | undefined> {
  for (const guard of federation.constitution.guards) {
    const reply = await guards.ask(guard, { ask, proofs: [] }, { signal }).catch(() => undefined);
    signal.throwIfAborted();
    if (reply?.type !== "certified") continue;
    const read = readProof(federation, reply.proof, verifier);
    if (read.ok && read.value.certificate.slot === slot) return { certified: read.value, proof: reply.proof };
  }
  return undefined;
}

import type { GuardAsk } from "../guard/guard-request.ts";
import { granted, type Ruling, refused } from "../refusal.ts";
import { settlementProofs } from "./certify-link.ts";
import { backoffMs } from "./patience.ts";
import type { Wallet } from "./wallet.ts";

/** What guards are told, and answer that they have noted. */
type Told = Extract<GuardAsk, { readonly type: "show" | "appeal" }>;

const FIRST_PAUSE_MS = 250;

/** Tells guards something until a quorum has noted it; refused when so many refuse that no quorum will. */
export async function tellGuards(wallet: Wallet, ask: Told, signal: AbortSignal): Promise<Ruling<null>> {
  const { federation, guards, clock, rng } = wallet;
  const all = federation.constitution.guards;
  const proofs = [...(await settlementProofs(wallet, ask.assignment))];
  for (let attempt = 0; ; attempt++) {
    const replies = await Promise.allSettled(
      all.map((guard) => guards.ask(guard, { ask, proofs }, { signal })),
    );
    signal.throwIfAborted();
    const heard = replies.flatMap((reply) => (reply.status === "fulfilled" ? [reply.value] : []));
    if (heard.filter(({ type }) => type === "noted").length >= federation.quorum) return granted(null);
    const refusals = heard.flatMap((reply) => (reply.type === "refused" ? [reply.refusal] : []));
    const [first] = refusals;
    if (first !== undefined && all.length - refusals.length < federation.quorum) return refused(first);
    await clock.after(backoffMs(attempt, FIRST_PAUSE_MS, rng), { signal });
  }
}

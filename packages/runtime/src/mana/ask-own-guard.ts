import { type AskGuards, askLocalGuards, type Guard } from "@icn-mesh/economics";

/** Guards of whom one may be this node's own: that one is no peer of its node, and is asked directly. */
export function askOwnGuard(guard: Guard | undefined, others: AskGuards): AskGuards {
  if (guard === undefined) return others;
  const own = askLocalGuards([guard], guard.did);
  return { ask: (did, request, options) => (did === guard.did ? own : others).ask(did, request, options) };
}

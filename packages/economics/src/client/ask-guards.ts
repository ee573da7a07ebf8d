import type { Did } from "@icn-mesh/core";
import { EconomicsError } from "../errors.ts";
import type { Guard } from "../guard/guard.ts";
import type { GuardReply } from "../guard/guard-reply.ts";
import type { GuardRequest } from "../guard/guard-request.ts";

/** How a client reaches guards. Rejects where one cannot be reached, or the signal aborts. */
export interface AskGuards {
  ask(guard: Did, request: GuardRequest, options: { readonly signal: AbortSignal }): Promise<GuardReply>;
}

/** Guards in this process, asked without a network in the name of `from`. A guard that is not here cannot be reached. */
export function askLocalGuards(guards: readonly Guard[], from: Did): AskGuards {
  const byDid = new Map(guards.map((guard) => [guard.did, guard]));
  return {
    async ask(did, request) {
      const guard = byDid.get(did);
      if (guard === undefined) throw new EconomicsError("no such guard here", { code: "ECONOMICS_NO_PEERS" });
      return guard.ask(request, from);
    },
  };
}

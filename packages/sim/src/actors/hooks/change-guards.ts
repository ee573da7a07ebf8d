import type { Did } from "@icn-mesh/core";
import type { GuardReply, GuardRequest } from "@icn-mesh/economics";
import type { NodeParts } from "../../world/node-parts.ts";

/** A question to a guard that an honest node would ask now. */
export interface AskedGuard {
  readonly guard: Did;
  readonly request: GuardRequest;
  /** Asks this, or this guard, instead. */
  send(request?: GuardRequest, guard?: Did): Promise<GuardReply>;
}

/** A node that says something else to guards than an honest one. */
export function changeGuards(
  parts: NodeParts,
  change: (asked: AskedGuard) => Promise<GuardReply>,
): NodeParts {
  const { guards } = parts.components;
  return {
    ...parts,
    components: {
      ...parts.components,
      guards: {
        ask: (guard, request, options) =>
          change({
            guard,
            request,
            send: (instead = request, other = guard) => guards.ask(other, instead, options),
          }),
      },
    },
  };
}

import type { GatewayComponents } from "../gateway-components.ts";
import type { Handlers } from "../http/handler.ts";
import { type Answer, answered, refuse } from "../http/refusal.ts";

type Names = "joinFederation" | "leaveFederation" | "listFederations" | "pruneStore";

/** Handles what an operator asks about the federations of a node, and what it keeps of them. */
export function federationHandlers({ federations }: Pick<GatewayComponents, "federations">): Handlers<Names> {
  return {
    async listFederations() {
      return federations === undefined ? NOT_HERE : answered({ federations: [...federations.list()] });
    },
    async joinFederation({ body }) {
      if (federations === undefined) return NOT_HERE;
      const joined = await federations.join(body.records);
      if (!joined.ok) return { ok: false, refused: joined.refusal };
      return answered({ net: joined.net, isNew: joined.isNew });
    },
    async leaveFederation({ params: { net } }) {
      if (federations === undefined) return NOT_HERE;
      const left = await federations.leave(net);
      return left.ok ? answered({ net }) : { ok: false, refused: left.refusal };
    },
    async pruneStore({ body: { dryRun }, signal }) {
      if (federations === undefined) return NOT_HERE;
      const pruned = await federations.prune({ dryRun, signal });
      return answered({
        pruned: pruned.map(({ net, gone, garbage }) => ({ net, gone: { ...gone }, garbage })),
      });
    },
  };
}

const NOT_HERE: Answer<never> = refuse({ code: "GATEWAY_NOT_HERE", what: "federations" });

import type { Did } from "@icn-mesh/core";
import type { Quota, QuotaBook } from "@icn-mesh/runtime";
import { accountOf } from "../auth/caller.ts";
import type { GatewayComponents } from "../gateway-components.ts";
import type { Handlers } from "../http/handler.ts";
import { type Answer, answered, refuse } from "../http/refusal.ts";

type Names = "clearQuota" | "listQuotas" | "setQuota" | "showQuota" | "showUsage";

/** Handles how much accounts may do here. */
export function quotaHandlers({
  context,
  quotas,
}: Pick<GatewayComponents, "context" | "quotas">): Handlers<Names> {
  const shown = (account: Did) => answered(usageJson({ context, quotas }, account));
  return {
    showUsage: async ({ caller }) => shown(await accountOf(caller, context)),
    showQuota: async ({ params: { did } }) => shown(did),
    async listQuotas() {
      const given = [...(quotas?.given() ?? [])];
      return answered({
        standard: quotaJson(quotas?.standard),
        quotas: given.map(([account, quota]) => ({ account, ...quotaJson(quota) })),
      });
    },
    async setQuota({ params: { did }, body: { openJobs, spendPerDay } }) {
      if (quotas === undefined) return NOT_HERE;
      const quota: Quota = {
        ...(openJobs === null ? {} : { openJobs }),
        ...(spendPerDay === null ? {} : { spendPerDay: BigInt(spendPerDay) }),
      };
      return (await quotas.give(did, quota)) ? shown(did) : refuse({ code: "GATEWAY_FULL", what: "quotas" });
    },
    async clearQuota({ params: { did } }) {
      if (quotas === undefined) return NOT_HERE;
      return (await quotas.takeBack(did)) ? shown(did) : refuse({ code: "GATEWAY_UNKNOWN", what: "quota" });
    },
  };
}

const NOT_HERE: Answer<never> = refuse({ code: "GATEWAY_NOT_HERE", what: "quotas" });

interface Asked {
  readonly context: GatewayComponents["context"];
  readonly quotas: QuotaBook | undefined;
}

function usageJson({ context, quotas }: Asked, account: Did) {
  const { openJobs, spent, resetsInMs } = context.usage(account);
  return {
    account,
    openJobs,
    spent: Object.fromEntries([...spent].map(([unit, amount]) => [unit, String(amount)])),
    resetsInMs,
    quota: quotaJson(quotas?.quotaOf(account)),
  };
}

function quotaJson({ openJobs, spendPerDay }: Quota = {}) {
  return {
    openJobs: openJobs ?? null,
    spendPerDay: spendPerDay === undefined ? null : String(spendPerDay),
  };
}

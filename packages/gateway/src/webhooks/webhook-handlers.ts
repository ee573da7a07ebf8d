import type { GatewayComponents } from "../gateway-components.ts";
import type { Handlers } from "../http/handler.ts";
import { answered } from "../http/refusal.ts";
import { ownJob } from "../jobs/own-job.ts";
import type { Webhooks } from "./webhooks.ts";

/** Handles what asks about webhooks. */
export function webhookHandlers(
  { context }: Pick<GatewayComponents, "context">,
  webhooks: Webhooks,
): Handlers<"jobWebhook"> {
  return {
    async jobWebhook({ caller, params }) {
      const job = await ownJob(context, caller, params.id);
      if (!job.ok) return job;
      const record = await webhooks.show(params.id);
      if (record === undefined)
        return answered({ state: "none", attempts: 0, lastError: null, nextAt: null });
      const { state, attempts, lastError, nextAt } = record;
      return answered({ state, attempts, lastError, nextAt });
    },
  };
}

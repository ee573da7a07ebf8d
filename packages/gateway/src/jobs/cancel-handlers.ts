import { currentStatus } from "@icn-mesh/mesh";
import type { GatewayComponents } from "../gateway-components.ts";
import type { Handlers } from "../http/handler.ts";
import { answered, refuse } from "../http/refusal.ts";
import { ownJob } from "./own-job.ts";

/** Handles what stops jobs. */
export function cancelHandlers({ context }: Pick<GatewayComponents, "context">): Handlers<"cancelJob"> {
  return {
    async cancelJob({ caller, params, body }) {
      const job = await ownJob(context, caller, params.id);
      if (!job.ok) return job;
      const { answer } = await context.cancel(params.id, body.reason);
      if (answer === "applied" || answer === "duplicate") return answered({ answer });
      return refuse({ code: "GATEWAY_JOB_ENDED", status: currentStatus(job.value.lifecycle) });
    },
  };
}

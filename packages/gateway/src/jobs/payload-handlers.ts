import type { Cid } from "@icn-mesh/core";
import { currentStatus, type JobLifecycle } from "@icn-mesh/mesh";
import { payloadStream } from "../blobs/payload-stream.ts";
import type { GatewayComponents } from "../gateway-components.ts";
import type { Handlers } from "../http/handler.ts";
import { type Answer, answered, refuse } from "../http/refusal.ts";
import { ownJob } from "./own-job.ts";

/** Handles what asks for what a job has put out. */
export function payloadHandlers({
  context,
}: Pick<GatewayComponents, "context">): Handlers<
  "jobOutput" | "jobOutputs" | "jobPartialOutput" | "jobResult"
> {
  const { storage } = context;

  const stream = (cid: Cid) => payloadStream(storage, cid);

  return {
    async jobOutputs({ caller, params }) {
      const job = await ownJob(context, caller, params.id);
      if (!job.ok) return job;
      return resultOf(job.value.lifecycle);
    },
    async jobResult({ caller, params }) {
      const job = await ownJob(context, caller, params.id);
      const result = job.ok ? resultOf(job.value.lifecycle) : job;
      return result.ok ? stream(result.value.result) : result;
    },
    async jobOutput({ caller, params }) {
      const job = await ownJob(context, caller, params.id);
      const result = job.ok ? resultOf(job.value.lifecycle) : job;
      if (!result.ok) return result;
      const { outputs } = result.value;
      const cid = Object.hasOwn(outputs, params.name) ? outputs[params.name] : undefined;
      return cid === undefined ? refuse({ code: "GATEWAY_UNKNOWN", what: "output" }) : stream(cid);
    },
    async jobPartialOutput({ caller, params }) {
      const job = await ownJob(context, caller, params.id);
      if (!job.ok) return job;
      const found = await context.getPartialOutput(params.id, params.outputId);
      return found.ok ? stream(found.cid) : refuse({ code: "GATEWAY_UNKNOWN", what: "partial output" });
    },
  };
}

function resultOf(
  lifecycle: JobLifecycle,
): Answer<{ readonly result: Cid; readonly outputs: Record<string, Cid> }> {
  const status = currentStatus(lifecycle);
  const outcome = lifecycle.receipt?.body.outcome;
  if (status !== "Completed" || outcome?.type !== "ok") return refuse({ code: "GATEWAY_NO_RESULT", status });
  return answered({ result: outcome.result, outputs: { ...outcome.outputs } });
}

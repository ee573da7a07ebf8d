import { webhookBase } from "@icn-mesh/client";
import type { Clock, JobId, Signer } from "@icn-mesh/core";
import type { RuntimeContext } from "@icn-mesh/runtime";
import { base64pad } from "multiformats/bases/base64";
import { jobJson } from "../jobs/job-json.ts";

/** What a message is made of. */
export interface WebhookMessageParts {
  readonly context: RuntimeContext;
  readonly signer: Signer;
  readonly clock: Clock;
}

/** A message that is ready to be sent. */
export interface WebhookMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** That a job has ended, and how, signed by this node as Standard Webhooks has it; undefined while it has not. */
export async function webhookMessage(
  { context, signer, clock }: WebhookMessageParts,
  job: JobId,
): Promise<WebhookMessage | undefined> {
  const view = await context.job(job);
  const ended = view !== undefined && ENDED.has(view.lifecycle.state.status);
  if (!ended) return undefined;
  const body = new TextEncoder().encode(JSON.stringify({ type: "job.ended", data: jobJson(view) }));
  const timestamp = Math.floor(clock.now() / 1000);
  const signature = await signer.sign(webhookBase({ id: job, timestamp, body }));
  return {
    body,
    headers: {
      "content-type": "application/json",
      "webhook-id": job,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": `v1a,${base64pad.baseEncode(signature)}`,
      "webhook-signer": signer.did,
    },
  };
}

const ENDED: ReadonlySet<string> = new Set(["Completed", "Failed", "Cancelled"]);

import { jobRecord, openRecord, operationRecord } from "@icn-mesh/core";
import type { Quote } from "@icn-mesh/economics";
import type { SignedSubmission, SubmitOptions, SubmitResult } from "@icn-mesh/runtime";
import { base64pad } from "multiformats/bases/base64";
import { accountOf, type Caller } from "../auth/caller.ts";
import type { GatewayComponents } from "../gateway-components.ts";
import type { Handlers } from "../http/handler.ts";
import { inTime } from "../http/in-time.ts";
import { type Answer, answered, refuse } from "../http/refusal.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";
import { optionsOf, type SubmissionBody, specOf } from "./submission-of.ts";
import { submitInTime } from "./submit-in-time.ts";

/** What taking jobs in needs. */
export interface SubmitDesk {
  readonly components: GatewayComponents;
  readonly webhooks: Webhooks;
}

/** Handles what brings jobs in. */
export function submitHandlers(
  desk: SubmitDesk,
): Handlers<"dryRunJob" | "quoteJob" | "submitJob" | "submitSignedJob"> {
  const { context } = desk.components;
  return {
    submitJob: ({ body, caller, idempotencyKey }) => submit(desk, { body, caller, idempotencyKey }),
    async submitSignedJob({ body, idempotencyKey, caller }) {
      const job = openRecord(jobRecord, base64pad.baseDecode(body.job));
      if (!job.ok) return refuse({ code: "ECONOMICS_BAD_BYTES", refusal: job.refusal });
      const operation = openRecord(operationRecord, base64pad.baseDecode(body.operation));
      if (!operation.ok) return refuse({ code: "ECONOMICS_BAD_BYTES", refusal: operation.refusal });
      if (caller.did !== undefined && caller.did !== job.value.body.by)
        return refuse({ code: "GATEWAY_NOT_ALLOWED", needs: "admin" });
      const key = idempotencyKey === undefined ? {} : { idempotencyKey };
      return takeSigned(desk, { job: job.value, operation: operation.value, ...key });
    },
    async quoteJob({ body }) {
      const spec = specOf(body.spec);
      return spec.ok ? answered({ quote: quoteJson(await context.quote(spec.value)) }) : spec;
    },
    dryRunJob: ({ body, caller }) => dryRun(desk, body, caller),
  };
}

/** Whom guards do not answer in time comes again with the same bytes. */
async function takeSigned(
  { components: { context, clock } }: SubmitDesk,
  submission: SignedSubmission,
): Promise<Answer<Accepted>> {
  const late = new AbortController();
  const result = await inTime(clock, context.submitSigned({ ...submission, signal: late.signal }));
  late.abort();
  return result === undefined ? refuse({ code: "GATEWAY_NOT_READY" }) : accepted(result);
}

interface Submission {
  readonly body: SubmissionBody;
  readonly caller: Caller;
  readonly idempotencyKey: string | undefined;
}

async function submit(
  { components, webhooks }: SubmitDesk,
  { body, caller, idempotencyKey }: Submission,
): Promise<Answer<Accepted>> {
  if (caller.did !== undefined) return refuse({ code: "GATEWAY_NOT_HERE", what: "the key of this account" });
  const spec = specOf(body.spec);
  if (!spec.ok) return spec;
  const { webhook } = body;
  const fault = webhook && webhooks.faultIn(webhook.url);
  if (fault !== undefined) return refuse(fault);
  const options: SubmitOptions = {
    ...optionsOf(body),
    ...principalOf(caller),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(webhook === undefined ? {} : { also: (job) => webhooks.note(job, webhook.url) }),
  };
  const { manifest, cost } = body;
  const result = await submitInTime(components, { manifest, spec: spec.value, cost: BigInt(cost), options });
  return result === undefined ? refuse({ code: "GATEWAY_NOT_READY" }) : accepted(result);
}

function principalOf({ principal }: Caller): { readonly principal?: string } {
  return principal === null ? {} : { principal };
}

type Accepted = Pick<Extract<SubmitResult, { readonly ok: true }>, "isNew"> & {
  readonly id: Extract<SubmitResult, { readonly ok: true }>["job"];
};

function accepted(result: SubmitResult): Answer<Accepted> {
  return result.ok ? answered({ id: result.job, isNew: result.isNew }) : refuse(result.refusal);
}

async function dryRun({ components: { context } }: SubmitDesk, body: SubmissionBody, caller: Caller) {
  const spec = specOf(body.spec);
  if (!spec.ok) return spec;
  const options = { ...optionsOf(body), ...principalOf(caller) };
  const estimate = await context.estimate(body.manifest, spec.value, BigInt(body.cost), options);
  if (!estimate.ok) return refuse(estimate.refusal);
  const { free } = context.balance(await accountOf(caller, context), body.unit);
  return answered({
    budget: String(estimate.budget),
    hold: String(estimate.hold),
    free: String(free),
    affordable: free >= estimate.hold,
    quote: quoteJson(await context.quote(spec.value)),
  });
}

function quoteJson(quote: Quote | undefined) {
  if (quote === undefined) return null;
  const { low, likely, high, samples } = quote;
  return { low: String(low), likely: String(likely), high: String(high), samples };
}

import { fromJsonData, type routes } from "@icn-mesh/client";
import { type JobSpec, jobSpecSchema } from "@icn-mesh/core";
import type { SubmitOptions } from "@icn-mesh/runtime";
import type * as z from "zod";
import { type Answer, answered, refuse } from "../http/refusal.ts";

/** A submission as the contract reads it. */
export type SubmissionBody = z.output<(typeof routes)["submitJob"]["body"]>;

/** The spec in a request, as records have it. */
export function specOf(json: SubmissionBody["spec"]): Answer<JobSpec> {
  const params = fromJsonData(json.kind.params);
  const parsed = jobSpecSchema.safeParse({ ...json, kind: { type: json.kind.type, params } });
  if (parsed.success) return answered(parsed.data);
  const [issue] = parsed.error.issues;
  const path = ["spec", ...(issue?.path ?? [])].join(".");
  return refuse({ code: "RUNTIME_INVALID_SPEC", path, message: issue?.message ?? "" });
}

/** The terms in a request, as a submission takes them. */
export function optionsOf(body: SubmissionBody): SubmitOptions {
  const { manifest, spec, cost, webhook, spare, pricing, retry, ...terms } = body;
  return withoutUndefined({
    ...terms,
    ...(spare === undefined ? {} : { spare: BigInt(spare) }),
    ...(pricing === undefined ? {} : { pricing: pricingOf(pricing) }),
    ...(retry === undefined ? {} : { retry: withoutUndefined(retry) }),
  });
}

function pricingOf(pricing: NonNullable<SubmissionBody["pricing"]>): NonNullable<SubmitOptions["pricing"]> {
  if (pricing.type === "fixed") return pricing;
  return { type: "per-hour", perHour: BigInt(pricing.perHour), cap: BigInt(pricing.cap) };
}

type Defined<Shape> = { [Name in keyof Shape]: Exclude<Shape[Name], undefined> };

/** What was not said is left out: that is how defaults are found. */
function withoutUndefined<Shape extends object>(shape: Shape): Defined<Shape> {
  return Object.fromEntries(
    Object.entries(shape).filter(([, value]) => value !== undefined),
  ) as Defined<Shape>;
}

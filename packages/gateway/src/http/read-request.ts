import type { Route } from "@icn-mesh/client";
import type * as z from "zod";
import { type Answer, answered, refuse } from "./refusal.ts";

/** The parts of a request as they arrived. */
export interface RawParts {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** The parts of a request as their route reads them. */
export interface ReadParts {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** Reads a request, or says which field of it is wrong. */
export function readRequest(route: Route, raw: RawParts): Answer<ReadParts> {
  const params = readPart("params", route.params, raw.params);
  if (!params.ok) return params;
  const query = readPart("query", route.query, raw.query);
  if (!query.ok) return query;
  if (route.body === "bytes") return answered({ params: params.value, query: query.value, body: raw.body });
  const body = readPart("body", route.body, raw.body ?? (route.body === undefined ? undefined : {}));
  if (!body.ok) return body;
  return answered({ params: params.value, query: query.value, body: body.value });
}

function readPart(part: string, schema: z.ZodType | undefined, value: unknown): Answer<unknown> {
  if (schema === undefined) return answered(undefined);
  const parsed = schema.safeParse(value);
  if (parsed.success) return answered(parsed.data);
  const [issue] = parsed.error.issues;
  const path = [part, ...(issue?.path ?? [])].map(String).join(".").slice(0, 256);
  return refuse({ code: "GATEWAY_BAD_REQUEST", path, message: (issue?.message ?? "wrong").slice(0, 256) });
}

import type { Problem } from "@icn-mesh/client";
import { detailOf } from "./detail-of.ts";
import { statusOf } from "./status-of.ts";

/** A failure with a code, and the facts that belong to it. */
export interface Coded {
  readonly code: string;
}

/** What a caller is told of a refusal: its code, its facts, and no more. */
export function problemOf(refused: Coded, requestId: string, how?: "refused" | "thrown"): Problem {
  const { code, ...facts } = refused;
  const status = statusOf(code, how);
  return {
    type: `urn:icn-mesh:problem:${code}`,
    title: titleOf(code),
    status,
    code,
    requestId,
    ...detailIn(code, facts),
    ...plain(facts),
  };
}

/** `GATEWAY_NOT_ALLOWED` as `gateway not allowed`. */
function titleOf(code: string): string {
  return code.toLowerCase().replaceAll("_", " ");
}

function detailIn(code: string, facts: object): { readonly detail?: string } {
  const told = "message" in facts && typeof facts.message === "string" ? facts.message : detailOf(code);
  return told === undefined ? {} : { detail: told };
}

/** Facts as JSON has them; what is no plain value, such as somebody's ballots, stays here. */
function plain(facts: object): Record<string, string | number | boolean | null> {
  const entries = Object.entries(facts).flatMap(([name, value]) => {
    if (name === "message" || RESERVED.has(name)) return [];
    if (typeof value === "bigint") return [[name, String(value)] as const];
    if (value !== null && typeof value === "object") return [];
    return [[name, value as string | number | boolean | null] as const];
  });
  return Object.fromEntries(entries);
}

/** Members of a problem that a fact must not take the place of. */
const RESERVED: ReadonlySet<string> = new Set(["type", "title", "status", "code", "detail", "requestId"]);

import type { JobKind, JobSpec } from "@icn-mesh/core";
import * as z from "zod";
import { RuntimeError } from "../errors.ts";

/** One kind of job, registered once for submitting, admitting and running. */
export interface JobKindRule {
  /** What `JobKind.type` says; a runner of the same name runs it. */
  readonly type: string;
  /** What `JobKind.params` has to look like. */
  readonly params: z.ZodType;
  /** True for work that its creator's own node runs unless the job says `auction`; false when not given. */
  readonly inPlace?: boolean;
  /** Whether the work is in the block that the job's manifest names; false when not given. */
  readonly needsManifest?: boolean;
}

/** The kinds of jobs that a node knows. */
export interface JobKinds {
  /** Adds a kind. Throws `RUNTIME_KIND_TWICE` for one that is there. */
  register(rule: JobKindRule): void;
  rule(type: string): JobKindRule | undefined;
  /** What is wrong with the parameters of a kind that is known; undefined where nothing is. */
  faultIn(kind: JobKind): { readonly path: string; readonly message: string } | undefined;
  /** True for work that is not put up for auction. */
  runsInPlace(spec: JobSpec): boolean;
}

const anything = z.unknown();

/** The kinds that every node knows: `echo`, `wasm`, `javascript`, `generic`, and `ccl-wasm`, which runs in place. */
export const STANDARD_KINDS: readonly JobKindRule[] = [
  { type: "echo", params: z.strictObject({ payload: z.string() }) },
  { type: "wasm", params: anything, needsManifest: true },
  { type: "ccl-wasm", params: anything, needsManifest: true, inPlace: true },
  { type: "javascript", params: anything, needsManifest: true },
  { type: "generic", params: anything },
];

/** A registry with these kinds to begin with; the standard ones when not given. */
export function createJobKinds(rules: readonly JobKindRule[] = STANDARD_KINDS): JobKinds {
  const byType = new Map<string, JobKindRule>();

  function register(rule: JobKindRule): void {
    if (byType.has(rule.type))
      throw new RuntimeError(`${rule.type} is registered`, { code: "RUNTIME_KIND_TWICE", kind: rule.type });
    byType.set(rule.type, rule);
  }
  for (const rule of rules) register(rule);

  return {
    register,
    rule: (type) => byType.get(type),
    faultIn({ type, params }) {
      const parsed = byType.get(type)?.params.safeParse(params);
      const issue = parsed?.error?.issues[0];
      if (issue === undefined) return undefined;
      return { path: ["kind", "params", ...issue.path].join("."), message: issue.message };
    },
    runsInPlace: ({ kind, auction = false }) => !auction && (byType.get(kind.type)?.inPlace ?? false),
  };
}

import type * as z from "zod";
import { SandboxError } from "../errors.ts";
import type { RunOptions, RunResult, Work } from "../runner.ts";

/** A kind of work that a host runs by code of its own: on a cluster, on a GPU, by hand. */
export interface CustomKind {
  /** The `JobKind.type`, or `generic/` and a label. */
  readonly kind: string;
  /** Undefined for parameters that are none of this kind. */
  prepare(params: unknown): RunKind | undefined;
}

/** Work whose parameters were read. `signal` aborts when the work is cancelled, preempted or out of time. */
export type RunKind = (
  work: Work,
  options: RunOptions & { readonly signal: AbortSignal },
) => Promise<RunResult>;

/** What a kind is made of: what its parameters look like, and how it is run. */
export interface KindParts<Params extends z.ZodType> {
  readonly kind: string;
  readonly params: Params;
  run(
    job: { readonly work: Work; readonly params: z.output<Params> },
    options: RunOptions & { readonly signal: AbortSignal },
  ): Promise<RunResult>;
}

/** A custom kind whose runner sees only parameters that its schema takes. */
export function defineKind<Params extends z.ZodType>(parts: KindParts<Params>): CustomKind {
  return {
    kind: parts.kind,
    prepare(params) {
      const read = parts.params.safeParse(params);
      return read.success ? (work, options) => parts.run({ work, params: read.data }, options) : undefined;
    },
  };
}

/** The kinds by name; throws `SANDBOX_KIND_TWICE` where two have the same. */
export function kindTable(
  kinds: readonly CustomKind[],
  taken: readonly string[],
): ReadonlyMap<string, CustomKind> {
  const table = new Map<string, CustomKind>();
  for (const custom of kinds) {
    if (table.has(custom.kind) || taken.includes(custom.kind)) {
      throw new SandboxError(`two runners for the kind ${custom.kind}`, {
        code: "SANDBOX_KIND_TWICE",
        kind: custom.kind,
      });
    }
    table.set(custom.kind, custom);
  }
  return table;
}

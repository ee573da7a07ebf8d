import { type Cid, cidSchema, defineCodec, type ExecutionReceipt, isCid, list, uint } from "@icn-mesh/core";
import * as z from "zod";

/** The state that a replica was in after a step. */
export interface TracedStep {
  readonly step: number;
  readonly state: Cid;
}

/** A replica with more steps than this names the first of them only. */
export const MOST_STEPS = 16_384;

const schema = z.strictObject({
  t: z.literal("icn-mesh/steps/1"),
  steps: list(z.strictObject({ step: uint(), state: cidSchema }), MOST_STEPS),
});
/** The largest trace, in bytes. */
export const MOST_TRACE_BYTES = 1024 * 1024;
const codec = defineCodec("icn-mesh/steps/1", schema, {
  limits: { maxBytes: MOST_TRACE_BYTES, maxDepth: 4, maxItems: 4 * MOST_STEPS },
});

/** The name under which the receipt of a replica names its trace; whoever does not know it ignores it. */
const TRACE = "icn.steps";

/** The bytes of a trace. */
export function encodeTrace(steps: readonly TracedStep[]): Uint8Array {
  return codec.encode({ t: "icn-mesh/steps/1", steps: [...steps] });
}

/** Reads a trace; undefined for bytes that are none. */
export function decodeTrace(bytes: Uint8Array): readonly TracedStep[] | undefined {
  const decoded = codec.decode(bytes);
  return decoded.ok ? decoded.value.steps : undefined;
}

/** What a receipt says beside its fields, to name a trace. */
export function namingTrace(trace: Cid): NonNullable<ExecutionReceipt["ext"]> {
  return { [TRACE]: trace };
}

/** The trace that a receipt names. */
export function traceOf({ ext }: Pick<ExecutionReceipt, "ext">): Cid | undefined {
  const trace = ext?.[TRACE];
  return isCid(trace) ? trace : undefined;
}

/** The first step after which two replicas were in different states, of those that both name; undefined if there is none. */
export function firstDifference(
  one: readonly TracedStep[],
  other: readonly TracedStep[],
): number | undefined {
  const states = new Map(other.map(({ step, state }) => [step, state]));
  const differing = one.flatMap(({ step, state }) => {
    const theirs = states.get(step);
    return theirs === undefined || theirs === state ? [] : [step];
  });
  return differing.toSorted((a, b) => a - b)[0];
}

import { type Cid, cidSchema, defineCodec, type ExecutionReceipt, list, uint } from "@icn-mesh/core";
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
const MOST_TRACE_BYTES = 1024 * 1024;
const codec = defineCodec("icn-mesh/steps/1", schema, {
  limits: { maxBytes: MOST_TRACE_BYTES, maxDepth: 4, maxItems: 4 * MOST_STEPS },
});

/** The name under which the receipt of a replica names its trace; whoever does not know it ignores it. */
const TRACE = "icn.steps";

/** The bytes of a trace. */
export function encodeTrace(steps: readonly TracedStep[]): Uint8Array {
  return codec.encode({ t: "icn-mesh/steps/1", steps: [...steps] });
}

/** What a receipt says beside its fields, to name a trace. */
export function namingTrace(trace: Cid): NonNullable<ExecutionReceipt["ext"]> {
  return { [TRACE]: trace };
}

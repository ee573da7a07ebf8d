/** Why bytes were not taken. The codes follow the four steps of the gate, and what comes after it. */
export type RefusalCode =
  | "CORE_TOO_LARGE"
  | "CORE_TOO_DEEP"
  | "CORE_TOO_MANY_ITEMS"
  | "CORE_MALFORMED"
  | "CORE_NOT_CANONICAL"
  | "CORE_UNKNOWN_TYPE"
  | "CORE_UNKNOWN_FIELD"
  | "CORE_WRONG_SHAPE"
  | "CORE_BAD_SIGNATURE";

/** A refusal is an answer, not an exception: bytes from strangers are refused all day. */
export interface Refusal {
  readonly code: RefusalCode;
  /** The field at which the bytes went wrong, e.g. `spec.limits.fuel`; absent where no field is to blame. */
  readonly path?: string;
}

/** What was read, or why it was refused. */
export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

/** What a node does with a refused message: make the sender pay, or leave it alone and not forward it. */
export type Verdict = "reject" | "ignore";

/** The part of the gate that a refusal came from, in the order in which bytes meet them. */
export type GateStep = "size" | "scan" | "canonical" | "shape" | "signature";

const JUDGEMENTS: Readonly<Record<RefusalCode, { readonly step: GateStep; readonly verdict: Verdict }>> = {
  CORE_TOO_LARGE: { step: "size", verdict: "reject" },
  CORE_TOO_DEEP: { step: "scan", verdict: "reject" },
  CORE_TOO_MANY_ITEMS: { step: "scan", verdict: "reject" },
  CORE_MALFORMED: { step: "scan", verdict: "reject" },
  CORE_NOT_CANONICAL: { step: "canonical", verdict: "reject" },
  CORE_UNKNOWN_TYPE: { step: "shape", verdict: "ignore" },
  CORE_UNKNOWN_FIELD: { step: "shape", verdict: "ignore" },
  CORE_WRONG_SHAPE: { step: "shape", verdict: "reject" },
  CORE_BAD_SIGNATURE: { step: "signature", verdict: "reject" },
};

/** Malformed bytes cost their sender; what only a newer version could read does not. */
export function verdictOf(refusal: Refusal): Verdict {
  return JUDGEMENTS[refusal.code].verdict;
}

/** Which step of the gate refused. */
export function gateStepOf(refusal: Refusal): GateStep {
  return JUDGEMENTS[refusal.code].step;
}

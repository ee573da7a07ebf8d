import { type Cid, cidOf, defineCodec, type Outcome, settlementSchema } from "@icn-mesh/core";

const settlementCodec = defineCodec("settlement", settlementSchema);

/** One word for an outcome: equal outcomes have equal words, whoever proposed them and whatever the evidence was. */
export function outcomeKey(outcome: Outcome): Cid {
  return typeof outcome === "string" ? outcome : cidOf(settlementCodec.encode(outcome));
}

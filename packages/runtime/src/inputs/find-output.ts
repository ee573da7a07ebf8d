import { type Cid, type ExecutionReceipt, receiptRecord, type Storage } from "@icn-mesh/core";
import { getValue } from "@icn-mesh/dag";
import { summaryCodec } from "../job/job-summary.ts";
import { refNames } from "../job/ref-names.ts";
import { type OutputInput, RESULT } from "./job-inputs.ts";

/** The block; or that the job has not ended yet, or has ended without. */
export type FoundInput = Cid | "missing" | "pending";

/** Looks for what another job of this node has put out. */
export async function findOutput(
  storage: Pick<Storage, "get" | "ref">,
  { job, output }: OutputInput,
): Promise<FoundInput> {
  const kept = await storage.ref(refNames.summary(job));
  const bytes = kept === null ? undefined : await storage.get(kept);
  if (bytes === undefined) return "pending";
  const { status, receipt } = summaryCodec.parse(bytes);
  if (status === "Failed" || status === "Cancelled") return "missing";
  if (receipt === null) return "pending";
  const found = await getValue<ExecutionReceipt>(storage, receiptRecord.codec, receipt);
  return (found.ok ? outputIn(found.value, output) : undefined) ?? "missing";
}

function outputIn({ outcome }: ExecutionReceipt, name: string): Cid | undefined {
  if (outcome.type === "failed") return undefined;
  if (Object.hasOwn(outcome.outputs, name)) return outcome.outputs[name];
  return name === RESULT ? outcome.result : undefined;
}

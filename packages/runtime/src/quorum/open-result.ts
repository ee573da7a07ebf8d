import { type BlockInput, type Cid, cidOf, type Storage } from "@icn-mesh/core";
import type { WorkRecord } from "../executor/mesh-tasks/work-record.ts";
import { openSealed } from "./sealed-payloads.ts";

/** How a record and the store change when others may have a result. */
export interface OpenedResult {
  readonly record: Pick<WorkRecord, "keeps" | "sealed">;
  readonly blocks: readonly BlockInput[];
}

/** Takes the seal off the payloads of a result; nothing changes where there is none. */
export async function openResult(
  storage: Storage,
  { keeps, sealed }: Pick<WorkRecord, "keeps" | "sealed">,
): Promise<OpenedResult> {
  if (sealed === null) return { record: { keeps, sealed }, blocks: [] };
  const blocks = await openSealed(storage, sealed);
  const opened: Cid[] = blocks.map(({ bytes, codec }) => cidOf(bytes, codec));
  return { record: { keeps: [...new Set([...keeps, ...opened])], sealed: null }, blocks };
}

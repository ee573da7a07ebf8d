import { assignmentRecord } from "@icn-mesh/core";
import { getValue } from "@icn-mesh/dag";
import { workRecord } from "../executor/mesh-tasks/work-record.ts";
import { WORKED } from "../job/ref-names.ts";
import type { PruneParts, Removal } from "./removal.ts";

/** What this node has run and is done with, and could have claimed pay for until before a moment. */
export async function* oldWorks(
  { storage }: Pick<PruneParts, "storage">,
  before: number,
): AsyncGenerator<Removal | undefined, void, undefined> {
  for await (const { name, cid } of storage.refs(WORKED)) {
    const work = await getValue(storage, workRecord.codec, cid);
    const assignment = work.ok
      ? await getValue(storage, assignmentRecord.codec, work.value.assignment.cid)
      : undefined;
    const isOld = assignment?.ok === true && assignment.value.claimBy < before;
    yield isOld ? { kind: "work", refs: [{ name, cid }] } : undefined;
  }
}

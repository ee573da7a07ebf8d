import { assignmentRecord, type Cid } from "@icn-mesh/core";
import { getValue } from "@icn-mesh/dag";
import { LOGS, refNames } from "../job/ref-names.ts";
import type { PruneParts, Removal } from "./removal.ts";

/** What attempts have logged whose time was over before a moment, of jobs that are not open; what nobody knows of too. */
export async function* oldLogs(
  { storage }: Pick<PruneParts, "storage">,
  before: number,
): AsyncGenerator<Removal | undefined, void, undefined> {
  let last: { readonly assignment: string; readonly isOld: boolean } | undefined;
  for await (const { name, cid } of storage.refs(LOGS)) {
    const [assignment = ""] = name.slice(LOGS.length).split("/");
    if (last?.assignment !== assignment)
      last = { assignment, isOld: await isOld(storage, assignment as Cid, before) };
    yield last.isOld ? { kind: "log", refs: [{ name, cid }] } : undefined;
  }
}

async function isOld(storage: PruneParts["storage"], cid: Cid, before: number): Promise<boolean> {
  const assignment = await getValue(storage, assignmentRecord.codec, cid);
  if (!assignment.ok) return true;
  const { claimBy, job } = assignment.value;
  return claimBy < before && (await storage.ref(refNames.job(job))) === null;
}

import { type Cid, type Entry, entryRecord, type JobId } from "@icn-mesh/core";
import { type Chain, newestFirst } from "@icn-mesh/dag";
import { DONE, refNames } from "../job/ref-names.ts";
import { type PruneParts, type Removal, refsOf } from "./removal.ts";

const entries: Chain<Entry> = { codec: entryRecord.codec, prevOf: ({ prev }) => prev };

/** What jobs are judged by. */
export interface JobJudgement {
  readonly before: number;
  /** True for a job whose output another one waits for. */
  readonly isNeeded: (job: Cid) => boolean;
}

/** Jobs that ended before a moment, and whose money was settled since. */
export async function* endedJobs(
  { storage }: Pick<PruneParts, "storage">,
  { before, isNeeded }: JobJudgement,
): AsyncGenerator<Removal | undefined, void, undefined> {
  for await (const { name, cid } of storage.refs(DONE)) {
    const id = name.slice(DONE.length) as JobId;
    const at = await lastMoment(storage, cid);
    const isOver = at !== undefined && at < before && !isNeeded(id as string as Cid);
    const about = [
      refNames.summary(id),
      refNames.holdEnvelope(id),
      refNames.announcement(id),
      refNames.commits(id),
      refNames.charge(id),
    ];
    yield isOver ? { kind: "job", refs: [{ name, cid }, ...(await refsOf(storage, about))] } : undefined;
  }
}

/** The latest moment that a history names: behind the last decision there are only facts, without a time of ours. */
async function lastMoment(storage: PruneParts["storage"], head: Cid): Promise<number | undefined> {
  for await (const { body } of newestFirst(storage, entries, { head })) {
    if (body.happened.type !== "fact") return body.happened.at;
  }
  return undefined;
}

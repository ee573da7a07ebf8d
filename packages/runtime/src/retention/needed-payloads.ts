import type { Cid, JobId, Storage } from "@icn-mesh/core";
import { JOBS, WORK } from "../job/ref-names.ts";
import { neededByJob, neededByWork } from "./needed-cids.ts";

/** What open jobs and open work need, as long as it is watched. */
export interface NeededPayloads {
  has(cid: Cid): boolean;
  /** Takes in what was opened or has changed since the last look. */
  lookAgain(): Promise<void>;
  stop(): Promise<void>;
}

/** Looks through everything that is open, and watches what is opened from then on. */
export async function watchNeeded(
  storage: Storage,
  breathe: () => Promise<void> | undefined,
): Promise<NeededPayloads> {
  const needed = new Set<Cid>();
  const changed = new Map<string, Cid>();
  const over = new AbortController();

  async function follow(prefix: string): Promise<void> {
    for await (const { name, cid } of storage.follow(prefix, over)) if (cid !== null) changed.set(name, cid);
  }

  async function add(name: string, cid: Cid): Promise<void> {
    const cids = name.startsWith(JOBS)
      ? neededByJob(storage, name.slice(JOBS.length) as JobId, cid)
      : neededByWork(storage, cid);
    for await (const each of cids) needed.add(each);
  }

  const following = [JOBS, WORK].map(follow);
  for (const prefix of [JOBS, WORK]) {
    for await (const { name, cid } of storage.refs(prefix)) {
      await add(name, cid);
      await breathe();
    }
  }

  return {
    has: (cid) => needed.has(cid),
    async lookAgain() {
      const some = [...changed];
      changed.clear();
      for (const [name, cid] of some) await add(name, cid);
    },
    async stop() {
      over.abort();
      await Promise.all(following);
    },
  };
}

import type { Storage } from "@icn-mesh/core";

/** The same store as somebody uses it who has not heard of transactions: every block is put by itself, then the refs. */
export function putByPut(storage: Storage): Storage {
  let last: Promise<unknown> = Promise.resolve();

  function alone<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = last.then(work, work);
    last = done.catch(() => undefined);
    return done;
  }

  return {
    ...storage,
    commit: ({ blocks = [], refs = [] }) =>
      alone(async () => {
        for (const block of blocks) await storage.commit({ blocks: [block] });
        const result = await storage.commit({ refs });
        return result.ok ? { ...result, cids: [] } : result;
      }),
  };
}

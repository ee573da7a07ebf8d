import type { GossipRouter, TimeCache } from "./gossip-router.ts";

/**
 * Cuts what the router remembers of messages down to the newest so many. It lets go of them by time alone, two and ten
 * minutes, in which a flood of short messages takes half a gigabyte.
 */
export function forgetMessages(router: GossipRouter, max: number): void {
  for (const cache of [router.seenCache, router.fastMsgIdCache]) forgetSeen(cache, max);
  const { records, queue } = router.score.deliveryRecords;
  for (let excess = records.size - max; excess > 0; excess--) {
    const oldest = queue.shift();
    if (oldest === undefined) return;
    records.delete(oldest.msgId);
  }
}

function forgetSeen({ entries }: TimeCache, max: number): void {
  let excess = entries.size - max;
  for (const key of entries.keys()) {
    if (excess <= 0) return;
    entries.delete(key);
    excess -= 1;
  }
}

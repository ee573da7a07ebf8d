import type { Contract } from "./contract.ts";
import { blockPromises } from "./storage-contract/block-promises.ts";
import { closePromises } from "./storage-contract/close-promises.ts";
import { commitPromises } from "./storage-contract/commit-promises.ts";
import { durablePromises } from "./storage-contract/durable-promises.ts";
import { followPromises } from "./storage-contract/follow-promises.ts";
import { projectionPromises } from "./storage-contract/projection-promises.ts";
import { refListPromises } from "./storage-contract/ref-list-promises.ts";
import { refPromises } from "./storage-contract/ref-promises.ts";
import { rowPromises } from "./storage-contract/row-promises.ts";
import type { StorageSubject } from "./storage-contract/storage-subject.ts";
import { sweepPromises } from "./storage-contract/sweep-promises.ts";

export type { StorageSubject } from "./storage-contract/storage-subject.ts";

/** All that any `Storage` promises. A check that waits for a follower hangs on a store that tells nothing. */
export const storageContract: Contract<StorageSubject> = [
  ...blockPromises,
  ...refPromises,
  ...refListPromises,
  ...commitPromises,
  ...followPromises,
  ...rowPromises,
  ...projectionPromises,
  ...sweepPromises,
  ...closePromises,
];

/** What a `Storage` promises besides that keeps its content while it is closed. */
export const durableStorageContract: Contract<StorageSubject> = durablePromises;

import type { CommitInput, RefEvent, Storage, StorageOptions } from "../../ports/storage.ts";
import { assertThat } from "../assert.ts";

/** One place to keep a store in: a database, a directory, a memory disk. */
export interface StorageSubject {
  /** Opens the store there: empty at first, later with what it had when it was closed. One at a time. */
  open(options?: StorageOptions): Promise<Storage>;
}

/** A check on one open store, which is closed afterwards. */
export function withStorage(
  use: (storage: Storage) => Promise<void>,
  options: StorageOptions = {},
): (subject: StorageSubject) => Promise<void> {
  return async (subject) => {
    const storage = await subject.open(options);
    try {
      await use(storage);
    } finally {
      await storage.close();
    }
  };
}

/** Commits what is expected to go through; its CIDs. */
export async function mustCommit(storage: Storage, input: CommitInput) {
  const result = await storage.commit(input);
  assertThat(result.ok, result.ok ? "" : `a commit lost the race for ${result.ref}`);
  return result.cids;
}

/** Follows a prefix while `use` runs; `next` waits for the next event. */
export async function whileFollowing(
  storage: Storage,
  prefix: string,
  use: (next: () => Promise<RefEvent>) => Promise<void>,
): Promise<void> {
  const leave = new AbortController();
  const events = storage.follow(prefix, { signal: leave.signal })[Symbol.asyncIterator]();
  try {
    await use(async () => {
      const { done, value } = await events.next();
      assertThat(done !== true, "the follower ended");
      return value;
    });
  } finally {
    leave.abort();
  }
}

import { type BlockInput, type Cid, type CommitResult, cidOf, type RefChange } from "@icn-mesh/core";
import { createLease, type LeaseComponents, leaseLost } from "./lease.ts";
import { MAX_LEASED } from "./lease-record.ts";

const MAX_BATCH_BYTES = 4 * 1024 * 1024;
const RENEW_MS = 60_000;

/** What the last commit of an upload writes besides the blocks that are still waiting. */
export interface UploadEnd {
  readonly blocks?: readonly BlockInput[];
  readonly refs?: readonly RefChange[];
}

/**
 * Blocks that go into the store over many commits, of which none is swept before the last. What fits into one commit
 * is one commit. One caller uses it, one call after the other.
 */
export interface Upload {
  /**
   * Takes a block, which the caller must not change until it is flushed; waits while a full batch is written. Its CID
   * is computed, unless the caller has just done so.
   */
  put(block: BlockInput, cid?: Cid): Promise<Cid>;
  /** All blocks so far are durable, and kept until the upload ends. */
  flush(): Promise<void>;
  /** To be called now and then while nothing is put, so that the lease does not look abandoned. */
  renew(): Promise<void>;
  /**
   * Writes what is left, moves the refs that keep the blocks from now on, and ends the lease: all at once, or, where a
   * race is lost, nothing; the upload goes on then.
   */
  finish(end?: UploadEnd): Promise<CommitResult>;
  /** Lets go of all blocks; nothing happens when the upload has ended. */
  abandon(): Promise<void>;
}

/** An upload without blocks. */
export function createUpload(components: LeaseComponents): Upload {
  const { storage, clock } = components;
  const lease = createLease(components);
  let batch: BlockInput[] = [];
  let cids: Cid[] = [];
  let bytes = 0;
  let extendedAt = clock.now();

  async function extend(): Promise<void> {
    await lease.extend(batch, cids);
    [batch, cids, bytes, extendedAt] = [[], [], 0, clock.now()];
  }

  function isFull(next: number): boolean {
    return cids.length === MAX_LEASED || bytes + next > MAX_BATCH_BYTES;
  }

  /** Either way: the clock may have been set back. */
  function looksAbandoned(): boolean {
    return lease.name !== undefined && Math.abs(clock.now() - extendedAt) >= RENEW_MS;
  }

  return {
    async put(block, cid = cidOf(block.bytes, block.codec)) {
      if (isFull(block.bytes.length) || looksAbandoned()) await extend();
      batch.push(block);
      cids.push(cid);
      bytes += block.bytes.length;
      return cid;
    },
    async flush() {
      if (batch.length > 0) await extend();
    },
    async renew() {
      if (looksAbandoned()) await extend();
    },
    async finish({ blocks = [], refs = [] } = {}) {
      const result = await storage.commit({
        blocks: [...batch, ...blocks],
        refs: [...refs, ...lease.ending()],
      });
      if (!result.ok && result.ref === lease.name) throw leaseLost(result.ref);
      if (!result.ok) return result;
      lease.forget();
      [batch, cids, bytes] = [[], [], 0];
      return result;
    },
    async abandon() {
      [batch, cids, bytes] = [[], [], 0];
      await lease.end();
    },
  };
}

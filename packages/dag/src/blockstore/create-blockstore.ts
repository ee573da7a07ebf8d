import { type Block, type Cid, codecOf, type Storage } from "@icn-mesh/core";
import type { Blockstore, InputPair, Pair } from "interface-blockstore";
import type { CID } from "multiformats/cid";
import { DagError } from "../errors.ts";
import { type BlockFault, faultOf } from "../graph/block-fault.ts";
import { admittedCid, foreignCid } from "../graph/foreign-cid.ts";
import { gatherBytes } from "./gather-bytes.ts";
import { inBatches } from "./in-batches.ts";

/** How a store looks to IPFS libraries. */
export interface BlockstoreOptions {
  /**
   * Every block that is put is kept by a ref of this prefix and its CID, `block/` when not given, until it is deleted.
   * With null nothing keeps it: a cache, from which `collectGarbage` may take everything. That is for blocks that come
   * from strangers, whose records would otherwise keep their history too, as far as it is here.
   */
  readonly prefix?: string | null;
}

type Abortable = { readonly signal?: AbortSignal };

/** Deletions per sweep, and puts per group of commits. */
const BATCH = 64;

/**
 * A store as the `Blockstore` of helia and other IPFS libraries. It takes the blocks that this mesh admits, CIDv0
 * included, under the bytes that they belong to; `delete` lets go of a block, which stays for as long as another ref
 * keeps it.
 */
export function createBlockstore(
  storage: Storage,
  { prefix = "block/" }: BlockstoreOptions = {},
): Blockstore {
  async function put(cid: CID, source: InputPair["bytes"], { signal }: Abortable = {}): Promise<CID> {
    signal?.throwIfAborted();
    const block = await checked(cid, source);
    signal?.throwIfAborted();
    const name = prefix === null ? undefined : prefix + block.cid;
    // A ref that is there has its block; whoever loses the race for it finds it there.
    if (name !== undefined && (await storage.ref(name)) !== null) return cid;
    const refs = name === undefined ? [] : [{ name, expect: null, to: block.cid }];
    await storage.commit({ blocks: [{ codec: codecOf(block.cid), bytes: block.bytes }], refs });
    return cid;
  }

  async function* get(cid: CID, { signal }: Abortable = {}): AsyncGenerator<Uint8Array> {
    signal?.throwIfAborted();
    const key = keyOf(cid);
    const bytes = key && (await storage.get(key));
    signal?.throwIfAborted();
    if (bytes === undefined) throw notFound(cid);
    yield bytes;
  }

  async function release(keys: readonly Cid[]): Promise<void> {
    for (const key of prefix === null ? [] : keys) {
      const name = `${prefix}${key}`;
      const expect = await storage.ref(name);
      if (expect !== null) await storage.commit({ refs: [{ name, expect, to: null }] });
    }
    await storage.sweep(keys);
  }

  return {
    put,
    get,
    async has(cid, { signal }: Abortable = {}) {
      signal?.throwIfAborted();
      const key = keyOf(cid);
      return key !== undefined && (await storage.has(key));
    },
    async *putMany(source, options: Abortable = {}) {
      for await (const batch of inBatches(source, BATCH)) {
        yield* await Promise.all(batch.map(({ cid, bytes }) => put(cid, bytes, options)));
      }
    },
    async *getMany(source, options: Abortable = {}) {
      for await (const cid of source) yield { cid, bytes: get(cid, options) };
    },
    async *getAll({ signal }: Abortable = {}) {
      signal?.throwIfAborted();
      for await (const key of storage.cids()) {
        signal?.throwIfAborted();
        const cid = foreignCid(key);
        yield { cid, bytes: get(cid) } satisfies Pair;
      }
    },
    async delete(cid, { signal }: Abortable = {}) {
      signal?.throwIfAborted();
      const key = keyOf(cid);
      if (key !== undefined) await release([key]);
    },
    async *deleteMany(source, { signal }: Abortable = {}) {
      for await (const batch of inBatches(source, BATCH)) {
        signal?.throwIfAborted();
        await release(batch.map(keyOf).filter((key) => key !== undefined));
        yield* batch;
      }
    },
  };
}

/** A CIDv0 names the same block as the CIDv1 that it stands for. */
function keyOf(cid: CID): Cid | undefined {
  return admittedCid(cid.toV1());
}

async function checked(foreign: CID, source: InputPair["bytes"]): Promise<Block> {
  const cid = keyOf(foreign);
  if (cid === undefined) {
    throw new DagError("not a block of this mesh", { code: "DAG_FOREIGN_CID", cid: foreign.toString() });
  }
  const bytes = await gatherBytes(source);
  if (bytes === undefined) throw wrongBytes(cid, "too-large");
  const fault = faultOf({ cid, bytes });
  if (fault !== undefined) throw wrongBytes(cid, fault);
  return { cid, bytes };
}

function wrongBytes(cid: Cid, fault: BlockFault): DagError {
  return new DagError(`these are not the bytes of ${cid}`, { code: "DAG_WRONG_BYTES", cid, fault });
}

/** By its name the libraries recognise the error, and look for the block elsewhere. */
function notFound(cid: CID): DagError {
  const error = new DagError(`${cid} is not here`, { code: "DAG_BLOCK_MISSING", cid: cid.toString() });
  error.name = "NotFoundError";
  return error;
}

import { type Cid, cidToBytes, type Storage } from "@icn-mesh/core";
import { type BlockFault, faultOf } from "../graph/block-fault.ts";

/** What is damaged: a block whose bytes are not what its CID says, or cannot be read; or a ref to no block. */
export type ScrubFinding =
  | { readonly type: "block"; readonly cid: Cid; readonly fault: BlockFault | "unreadable" }
  | { readonly type: "ref"; readonly name: string; readonly cid: Cid };

/** How much is checked. */
export interface ScrubOptions {
  /** The `index`-th of `of` equal parts of all blocks, so that a scrub can be spread over days; all when not given. */
  readonly slice?: { readonly index: number; readonly of: number };
  /** After this many findings it stops, 1000 when not given. */
  readonly maxFindings?: number;
  readonly signal?: AbortSignal;
}

/** What was checked, and what is wrong; `complete` is false when it stopped at `maxFindings`. */
export interface ScrubReport {
  readonly blocks: number;
  readonly bytes: number;
  readonly refs: number;
  readonly findings: readonly ScrubFinding[];
  readonly complete: boolean;
}

const MAX_FINDINGS = 1000;
const WHOLE = { index: 0, of: 1 };

/**
 * Reads every block again, hashes it, passes dag-cbor through the canonical gate, and looks whether every ref has its
 * block. Commits and sweeps may go on meanwhile. Whether histories are complete is for a `walk` to say.
 */
export async function scrub(
  storage: ScrubbedStorage,
  { maxFindings = MAX_FINDINGS, ...options }: ScrubOptions = {},
): Promise<ScrubReport> {
  const counts = { blocks: 0, bytes: 0, refs: 0 };
  const findings: ScrubFinding[] = [];
  for (const check of [checkBlocks, checkRefs]) {
    for await (const finding of check(storage, counts, options)) {
      findings.push(finding);
      if (findings.length === maxFindings) return { ...counts, findings, complete: false };
    }
  }
  return { ...counts, findings, complete: true };
}

type ScrubbedStorage = Pick<Storage, "cids" | "get" | "has" | "ref" | "refs">;
type Counts = { -readonly [Name in "blocks" | "bytes" | "refs"]: ScrubReport[Name] };

async function* checkBlocks(
  storage: ScrubbedStorage,
  counts: Counts,
  { slice = WHOLE, signal }: Pick<ScrubOptions, "signal" | "slice">,
): AsyncGenerator<ScrubFinding> {
  for await (const cid of storage.cids()) {
    signal?.throwIfAborted();
    if (!isIn(slice, cid)) continue;
    const { fault, size } = await checkBlock(storage, cid);
    counts.blocks++;
    counts.bytes += size;
    if (fault !== undefined) yield { type: "block", cid, fault };
  }
}

async function* checkRefs(
  storage: ScrubbedStorage,
  counts: Counts,
  { slice = WHOLE, signal }: Pick<ScrubOptions, "signal" | "slice">,
): AsyncGenerator<ScrubFinding> {
  for await (const { name, cid } of storage.refs("")) {
    signal?.throwIfAborted();
    if (!isIn(slice, cid)) continue;
    counts.refs++;
    if (await isDangling(storage, name, cid)) yield { type: "ref", name, cid };
  }
}

async function checkBlock(
  storage: Pick<Storage, "get" | "has">,
  cid: Cid,
): Promise<{ readonly fault: BlockFault | "unreadable" | undefined; readonly size: number }> {
  const bytes = await readBlock(storage, cid);
  if (bytes === "unreadable") return { fault: "unreadable", size: 0 };
  // A block may be swept between the list and the look.
  if (bytes === undefined) return { fault: (await storage.has(cid)) ? "unreadable" : undefined, size: 0 };
  return { fault: faultOf({ cid, bytes }), size: bytes.length };
}

/** A store that checks what it reads says by a code that a block is damaged; every other error is the caller's. */
async function readBlock(
  storage: Pick<Storage, "get">,
  cid: Cid,
): Promise<Uint8Array | "unreadable" | undefined> {
  try {
    return await storage.get(cid);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "DAG_BLOCK_DAMAGED") return "unreadable";
    throw error;
  }
}

/** A ref may move, and its old target be swept, between the two looks; then it is no longer this ref. */
async function isDangling(storage: Pick<Storage, "has" | "ref">, name: string, cid: Cid): Promise<boolean> {
  return !(await storage.has(cid)) && (await storage.ref(name)) === cid;
}

/** The first two bytes of the digest decide, which are spread evenly. */
function isIn({ index, of }: { readonly index: number; readonly of: number }, cid: Cid): boolean {
  const [high = 0, low = 0] = cidToBytes(cid).subarray(4, 6);
  return Math.floor(((high * 256 + low) * of) / 65_536) === index;
}

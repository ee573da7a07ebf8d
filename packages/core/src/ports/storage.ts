import type { BlockCodec, Cid } from "../ids/cid.ts";

/** No block is larger, so that every peer can take every block; a larger payload is a file of many blocks. */
export const MAX_BLOCK_BYTES = 2 * 1024 * 1024;

/** Ref names and row keys have 1 to this many bytes of UTF-8, no control character and no lone surrogate. */
export const MAX_NAME_BYTES = 512;

/** Bytes filed under the hash of their content. */
export interface Block {
  readonly cid: Cid;
  readonly bytes: Uint8Array;
}

/** Bytes on their way into the store, which computes their CID itself. */
export interface BlockInput {
  /** `dag-cbor` when not given. */
  readonly codec?: BlockCodec;
  readonly bytes: Uint8Array;
}

/**
 * A compare-and-set on one name: it happens only if the ref now points at `expect` (null: does not exist).
 * Where `to` equals `expect` the ref is only checked: nothing changes and nobody is told.
 */
export interface RefChange {
  readonly name: string;
  readonly expect: Cid | null;
  /** Where the ref points afterwards; null removes it. The target must be in the store or in the same commit. */
  readonly to: Cid | null;
}

/** What is written together, or not at all. It is read during the call: the caller may reuse its buffers at once. */
export interface CommitInput {
  readonly blocks?: readonly BlockInput[];
  readonly refs?: readonly RefChange[];
}

/**
 * Either everything was written and is durable (`cids` in the order of `blocks`), or nothing was and the lost race
 * is named: of several, the first by name, with the target that the ref has instead.
 */
export type CommitResult =
  | { readonly ok: true; readonly cids: readonly Cid[] }
  | { readonly ok: false; readonly ref: string; readonly actual: Cid | null };

/** A name and the block that it points at. */
export interface Ref {
  readonly name: string;
  readonly cid: Cid;
}

/** A ref that changed; `cid` is null when it was removed. */
export interface RefEvent {
  readonly name: string;
  readonly cid: Cid | null;
}

/** One row of a read model. Keys order bytewise by their UTF-8; the value is the projection's own bytes. */
export interface Row {
  readonly key: string;
  readonly value: Uint8Array;
}

/** A half-open slice of keys, `from ≤ key < to`, in ascending order unless `reverse`, the first `limit` of them. */
export interface RowRange {
  readonly from?: string;
  readonly to?: string;
  readonly reverse?: boolean;
  readonly limit?: number;
}

/** What one ref change does to a read model: rows to put, and keys to delete (value null). */
export interface RowChange {
  readonly key: string;
  readonly value: Uint8Array | null;
}

/** What a projection may look at, and not write to: the store as it stands with the commit at hand applied. */
export interface ProjectionView {
  block(cid: Cid): Uint8Array | undefined;
  /** A row of this model, as earlier changes of the same commit left it. */
  row(key: string): Uint8Array | undefined;
}

/**
 * A pure read model over refs, registered when the store opens. It runs inside the commit, in the same
 * transaction, and is rebuilt from the refs and blocks when its version changes; so its rows must follow from
 * where the refs point now, whatever way they came there.
 */
export interface Projection {
  readonly model: string;
  readonly version: number;
  /** Only changes of refs whose name starts with this reach the projection. */
  readonly prefix: string;
  /**
   * Called once per changed ref of a commit, ascending by name; `expect` is where the ref pointed before, and null
   * in a rebuild. If it throws, or makes a row that breaks the limits, the commit fails and nothing is written.
   */
  project(change: RefChange, view: ProjectionView): readonly RowChange[];
}

/**
 * The links of a block that its graph keeps alive (history), as against links that it only names (inputs,
 * results). Garbage collection follows these and no others. It gives no links for a block that it cannot read.
 */
export type KeptLinks = (block: Block) => readonly Cid[];

/** What a store has to know when it opens. */
export interface StorageOptions {
  /** Read models by name; one that is new, or whose version changed, is filled before the store is open. */
  readonly projections?: readonly Projection[];
  /** Without it the store cannot tell history from garbage, and `sweep` is refused. */
  readonly keptLinks?: KeptLinks;
}

/**
 * Everything durable: content-addressed blocks, named refs, and one atomic write. What a caller does wrong, and
 * anything after `close`, is a `CORE_…` error, thrown by an iterable when it is read.
 */
export interface Storage {
  /** A copy of the block; undefined when it is not here, though it may exist elsewhere. */
  get(cid: Cid): Promise<Uint8Array | undefined>;
  has(cid: Cid): Promise<boolean>;
  ref(name: string): Promise<Cid | null>;
  /** Every block once, in no particular order; blocks committed meanwhile may or may not appear. */
  cids(): AsyncIterable<Cid>;
  /**
   * Refs whose name starts with `prefix`, strictly ascending by the UTF-8 of the name. They are fetched page by
   * page, each page a snapshot: a ref that nobody touches meanwhile appears exactly once, one that is inserted,
   * moved or removed behind the reader is not seen again.
   */
  refs(prefix: string): AsyncIterable<Ref>;
  /** Rows of a registered read model, paged as `refs` are; `CORE_UNKNOWN_MODEL` for any other name. */
  rows(model: string, range?: RowRange): AsyncIterable<Row>;
  /**
   * Changes of refs under `prefix`, from the call on; it ends, without throwing, when the signal aborts, the store
   * closes or the reader leaves. Whoever is told of a commit has been told of those before it. A slow reader sees the
   * latest state of each ref, not every step, and nothing of a ref that is back where the reader last knew it. It can
   * be read once.
   */
  follow(prefix: string, options: { readonly signal: AbortSignal }): AsyncIterable<RefEvent>;
  /**
   * Atomic, compare-and-set on every ref, durable once resolved; judged in the order of the calls. A lost race is a
   * result, not an exception, and is judged before the targets are looked for.
   */
  commit(input: CommitInput): Promise<CommitResult>;
  /**
   * Removes those of `cids` that no ref and no running commit reaches over kept links; resolves to what was removed,
   * in the order given. What it removes is for the caller to choose: a block that a commit is yet to name is garbage.
   */
  sweep(cids: readonly Cid[]): Promise<readonly Cid[]>;
  /** Waits for the commits that were called before; a second call changes nothing. */
  close(): Promise<void>;
}

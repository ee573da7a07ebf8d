import type { BlockCodec, Cid } from "../ids/cid.ts";

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

/** A compare-and-set on one name: it happens only if the ref now points at `expect` (null: does not exist). */
export interface RefChange {
  readonly name: string;
  readonly expect: Cid | null;
  /** Where the ref points afterwards; null removes it. The target must be in the store or in the same commit. */
  readonly to: Cid | null;
}

/** What is written together, or not at all. */
export interface CommitInput {
  readonly blocks?: readonly BlockInput[];
  readonly refs?: readonly RefChange[];
}

/** Either everything was written and is durable, or nothing was and the lost race is named. */
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

/** A half-open slice of keys, `from ≤ key < to`, in ascending order unless `reverse`. */
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

/** What a projection may look at: the store as it stands with the commit at hand applied. */
export interface ProjectionView {
  block(cid: Cid): Uint8Array | undefined;
  row(key: string): Uint8Array | undefined;
}

/**
 * A pure read model over refs, registered when the store opens. It runs inside the commit, in the same
 * transaction, and is rebuilt from the refs and blocks when its version changes.
 */
export interface Projection {
  readonly model: string;
  readonly version: number;
  /** Only changes of refs whose name starts with this reach the projection. */
  readonly prefix: string;
  project(change: RefChange, view: ProjectionView): readonly RowChange[];
}

/**
 * The links of a block that its graph keeps alive (history), as against links that it only names (inputs,
 * results). Garbage collection follows these and no others.
 */
export type KeptLinks = (block: Block) => readonly Cid[];

/** Everything durable: content-addressed blocks, named refs, and one atomic write. */
export interface Storage {
  /** Resolves to undefined when the block is not here; it may exist elsewhere. */
  get(cid: Cid): Promise<Uint8Array | undefined>;
  has(cid: Cid): Promise<boolean>;
  ref(name: string): Promise<Cid | null>;
  /** Every block, in no particular order; blocks committed meanwhile may or may not appear. */
  cids(): AsyncIterable<Cid>;
  /** Refs whose name starts with `prefix`, ascending by name, fetched page by page. */
  refs(prefix: string): AsyncIterable<Ref>;
  /** Rows of a registered read model; throws a coded error for an unknown one. */
  rows(model: string, range?: RowRange): AsyncIterable<Row>;
  /** Changes of refs under `prefix`, from the call on, until the signal aborts or the store closes. A slow reader sees the latest state of each ref, not every step. */
  follow(prefix: string, options: { readonly signal: AbortSignal }): AsyncIterable<RefEvent>;
  /** Atomic, compare-and-set on every ref, durable once resolved. A lost race is a result, not an exception. */
  commit(input: CommitInput): Promise<CommitResult>;
  /** Removes those of `cids` that no ref and no running commit reaches over kept links; resolves to what was removed. */
  sweep(cids: readonly Cid[]): Promise<readonly Cid[]>;
  close(): Promise<void>;
}

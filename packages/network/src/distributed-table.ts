import type { WaitOptions } from "./wait-options.ts";

/**
 * A table that the nodes of a network keep together: a hint where to look, never a source of truth. Any node may write
 * any key, so each namespace says which values it believes.
 */
export interface DistributedTable {
  /** Stores the value with the nodes nearest to the key, how many of them took it. */
  put(key: TableKey, value: Uint8Array, options?: WaitOptions): Promise<number>;
  /** The best valid value that the nodes asked had; undefined when there was none, or nobody to ask. */
  get(key: TableKey, options?: WaitOptions): Promise<Uint8Array | undefined>;
}

/** A name within a namespace; at most 128 bytes together. */
export interface TableKey {
  readonly namespace: string;
  readonly name: Uint8Array;
}

/** Which values of a namespace are believed, and which of two is better. Neither throws, whatever the bytes. */
export interface TableRules {
  readonly namespace: string;
  isValid(name: Uint8Array, value: Uint8Array): boolean;
  /** Below 0 if the first value is the better one, above 0 if the second is; both are valid. */
  compare(left: Uint8Array, right: Uint8Array): number;
}

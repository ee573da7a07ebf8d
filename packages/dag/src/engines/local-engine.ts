import type { Cid, Ref, Row } from "@icn-mesh/core";
import type { GroupEffects, StoreView } from "./judge-group.ts";

/** What one write changes, at once or not at all. */
export interface StoreChanges extends Partial<GroupEffects> {
  /** Models before any rows: null drops all rows of the model; a version says that its rows are complete. */
  readonly models?: ReadonlyMap<string, number | null>;
  readonly removed?: readonly Cid[];
}

/** A slice of keys, as `RowRange`, of at most `limit`. */
export interface PageRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly reverse?: boolean | undefined;
  readonly limit: number;
}

/**
 * A store in this process, read at once and written by one write after the other. `createLocalStorage` makes a
 * `Storage` of it. Blocks that it gives out are copies, and match their CID; a damaged one is `DAG_BLOCK_DAMAGED`.
 */
export interface LocalEngine extends StoreView {
  /** The models whose rows are complete, and for which version of the projection. */
  modelVersions(): ReadonlyMap<string, number>;
  /** Refs from a name on, ascending. */
  refPage(from: string, limit: number): readonly Ref[];
  rowPage(model: string, range: PageRange): readonly Row[];
  /** Every block once, in batches, of which each is read at once. */
  cidPages(): Iterable<readonly Cid[]>;
  /** Resolves once the changes are durable and visible to every read. */
  write(changes: StoreChanges): Promise<void>;
  close(): Promise<void>;
}

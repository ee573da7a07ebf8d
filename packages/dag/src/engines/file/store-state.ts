import { CID_BYTES, type Cid } from "@icn-mesh/core";
import { readCid, writeCid } from "@icn-mesh/core/storage";
import { type BlockIndex, type BlockPlace, createBlockIndex } from "./block-index.ts";
import type { BlockReader } from "./block-reader.ts";
import { createPackedMap, type PackedMap, type ValueBytes } from "./packed-map.ts";
import type { PageKeeper } from "./page-keeper.ts";

/** What a store knows without reading its log, where the bytes of blocks stay. */
export interface StoreState {
  readonly index: BlockIndex;
  readonly refs: PackedMap<Cid>;
  /** Models whose rows are complete, and for which version. */
  readonly versions: ReadonlyMap<string, number>;
  rowsOf(model: string): PackedMap<Uint8Array>;
  models(): Iterable<string>;
  /** The block stands there now, wherever it stood before. */
  putBlock(key: Uint8Array, place: BlockPlace): void;
  removeBlock(key: Uint8Array): void;
  setRef(name: string, cid: Cid | null): void;
  setRow(model: string, key: string, value: Uint8Array | null): void;
  /** Drops all rows, or says that they are complete. */
  setModel(model: string, version: number | null): void;
}

/** The state of an empty store. */
export function createStoreState(reader: BlockReader, keeper: PageKeeper): StoreState {
  const index = createBlockIndex();
  const refs = createPackedMap(cidBytes(), keeper);
  const versions = new Map<string, number>();
  const rows = new Map<string, PackedMap<Uint8Array>>();

  function rowsOf(model: string): PackedMap<Uint8Array> {
    const found = rows.get(model) ?? createPackedMap(ROW_BYTES, keeper);
    rows.set(model, found);
    return found;
  }

  /** The place that the block has now. What is damaged or gone there is taken for it: its digest agrees as far as known. */
  function placeOf(key: Uint8Array): BlockPlace | undefined {
    return index.find(key, (place) => reader.look(key, place) !== "other");
  }

  return {
    index,
    refs,
    versions,
    rowsOf,
    models: () => rows.keys(),
    putBlock(key, place) {
      const before = placeOf(key);
      if (before === undefined) index.add(key, place);
      else index.move(key, before, place);
    },
    removeBlock(key) {
      const place = placeOf(key);
      if (place !== undefined) index.move(key, place, undefined);
    },
    setRef(name, cid) {
      if (cid === null) refs.delete(name);
      else refs.set(name, cid);
    },
    setRow(model, key, value) {
      if (value === null) rowsOf(model).delete(key);
      else rowsOf(model).set(key, value);
    },
    setModel(model, version) {
      if (version === null) {
        versions.delete(model);
        rows.get(model)?.clear();
        rows.delete(model);
      } else versions.set(model, version);
    },
  };
}

const ROW_BYTES: ValueBytes<Uint8Array> = { write: (value) => value, read: (bytes) => new Uint8Array(bytes) };

function cidBytes(): ValueBytes<Cid> {
  const bytes = new Uint8Array(CID_BYTES);
  return {
    write(cid) {
      writeCid(cid, bytes, 0);
      return bytes;
    },
    read: (view) => readCid(view, 0),
  };
}

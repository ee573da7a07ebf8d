import { Buffer } from "node:buffer";
import { CID_BYTES, type Cid, cidOf, codecOf } from "@icn-mesh/core";
import { readCid, writeCid } from "@icn-mesh/core/storage";
import type { LocalEngine } from "../local-engine.ts";
import { PAGE } from "../read-pages.ts";
import { createTurns } from "../turns.ts";
import { type BlockPlace, SHARDS } from "./block-index.ts";
import type { BlockReader, Sighting } from "./block-reader.ts";
import { createByteWriter } from "./byte-writer.ts";
import type { Disk } from "./disk.ts";
import { diskFailure } from "./disk-failure.ts";
import { createEntryWriter, type EntryWriter, type LogPosition } from "./entries.ts";
import { beginFrame, finishFrame } from "./frame-format.ts";
import { createHousekeeper, type HousekeeperOptions } from "./housekeeper.ts";
import { createLog, type LogOptions } from "./log.ts";
import type { PageKeeperOptions } from "./page-keeper.ts";
import { type Recovered, recoverStore } from "./recover.ts";
import type { StoreState } from "./store-state.ts";
import { applyChanges, printChanges } from "./write-changes.ts";

/** Settings that tests change to reach in a few commits what else takes millions. */
export type FileEngineOptions = LogOptions & HousekeeperOptions & PageKeeperOptions;

/** The store in the directory, which is begun when it is empty. Nobody else may have it open. */
export async function openFileEngine(disk: Disk, options: FileEngineOptions = {}): Promise<LocalEngine> {
  try {
    return createFileEngine(disk, await recoverStore(disk, options), options);
  } catch (error) {
    throw diskFailure(error, disk.path);
  }
}

function createFileEngine(disk: Disk, recovered: Recovered, options: FileEngineOptions): LocalEngine {
  const { seed, state, segments, keeper, witness, end } = recovered;
  const bytes = createByteWriter();
  const entries = createEntryWriter(bytes);
  const turn = createTurns();
  const log = createLog({ segments, onDurable: witness.note }, end, options);
  const housekeeper = createHousekeeper({ disk, log, recovered, write }, options);

  function write<Added>(
    add: (to: EntryWriter) => Added | undefined,
    apply: (added: Added, at: LogPosition) => void,
  ): Promise<void> {
    return turn(async () => {
      beginFrame(bytes);
      const added = add(entries);
      if (added === undefined) return;
      const at = await log.append((sequence) => finishFrame(bytes, seed, sequence));
      try {
        apply(added, at);
      } catch (error) {
        log.fail(error); // what is in memory no longer says what is durable
        throw error;
      }
      housekeeper.logged(bytes.length);
    });
  }

  return {
    ...createFileView(recovered),
    write: (changes) =>
      write(
        (to) => printChanges(changes, to),
        (placed, at) => applyChanges(state, changes, { ...at, entries: placed, bytes: bytes.bytes() }),
      ),
    async close() {
      await housekeeper.finish();
      await turn(async () => undefined);
      if (log.failure() === undefined) await witness.swear(log.position().sequence - 1);
      witness.close();
      segments.close();
      keeper.close();
    },
  };
}

type FileView = Omit<LocalEngine, "write" | "close">;

function createFileView({ state, segments, reader }: Recovered): FileView {
  const key = new Uint8Array(CID_BYTES);

  /** Where the block stands, by way of `see`; `DAG_BLOCK_DAMAGED` if that cannot be told. */
  function find(see: (place: BlockPlace) => Sighting): BlockPlace | undefined {
    return state.index.find(key, (place) => {
      const sighting = see(place);
      if (sighting === "damaged") throw reader.damage(key);
      return sighting === "it";
    });
  }

  return {
    ref: (name) => state.refs.get(name) ?? null,
    row: (model, rowKey) => state.rowsOf(model).get(rowKey),
    modelVersions: () => state.versions,
    refPage: (from, limit) => state.refs.entries({ from, limit }).map(([name, cid]) => ({ name, cid })),
    rowPage: (model, range) =>
      state
        .rowsOf(model)
        .entries(range)
        .map(([rowKey, value]) => ({ key: rowKey, value })),
    has: (cid) => writeCid(cid, key, 0) && find((place) => reader.look(key, place)) !== undefined,
    block(cid) {
      if (!writeCid(cid, key, 0)) return undefined;
      let bytes: Uint8Array | undefined;
      find((place) => {
        const fetched = reader.fetch(key, place);
        bytes = fetched.sighting === "it" ? fetched.bytes : undefined;
        return fetched.sighting;
      });
      if (bytes !== undefined && cidOf(bytes, codecOf(cid)) !== cid) throw reader.damage(key);
      return bytes && new Uint8Array(bytes);
    },
    isStored({ cid, bytes }) {
      writeCid(cid, key, 0);
      const place = state.index.find(key, (each) => {
        const fetched = reader.fetch(key, each);
        return fetched.sighting === "it" && Buffer.compare(fetched.bytes, bytes) === 0;
      });
      return place !== undefined;
    },
    *cidPages() {
      const unpin = segments.pin();
      try {
        for (let shard = 0; shard < SHARDS; shard++) yield* pagesOfShard(state, reader, shard);
      } finally {
        unpin();
      }
    },
  };
}

function* pagesOfShard({ index }: StoreState, reader: BlockReader, shard: number): Generator<readonly Cid[]> {
  const places = index.places(shard);
  for (let from = 0; from < places.length; from += PAGE) {
    yield places.slice(from, from + PAGE).flatMap((place) => {
      const key = new Uint8Array(reader.keyAt(place));
      const isHere = (now: BlockPlace) => now.offset === place.offset || reader.look(key, now) === "it";
      return index.find(key, isHere) === undefined ? [] : [readCid(key, 0)]; // swept since
    });
  }
}

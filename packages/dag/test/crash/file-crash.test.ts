import { createSeededRng, type Storage } from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import { type FileEngineOptions, openFileEngine } from "../../src/engines/file/file-engine.ts";
import { openLocalStorage } from "../../src/engines/local-storage.ts";
import type { DiskContent, DiskOperation } from "./disk-operation.ts";
import { commitStep, headStep, historyOptions, lastStep, moveHead } from "./history.ts";
import { createRecordingDisk, type DiskObserver } from "./recording-disk.ts";
import { createSimulatedDisk } from "./simulated-disk.ts";

/** What was done to the disk, and how many commits were acknowledged when it was done. */
interface Trace {
  readonly operation: DiskOperation;
  readonly acknowledged: number;
}

// Small segments and checkpoints, so that a short history meets the making of both.
const SMALL: FileEngineOptions = { segmentBytes: 4000, checkpointBytes: 6000 };
const STEPS = 100;
const TIMEOUT = 120_000;

/** How a history goes on, and how far it is in a store. */
interface History {
  readonly make: (storage: Storage, step: number) => Promise<void>;
  readonly last: (storage: Storage) => Promise<number>;
}

const COMMITS: History = { make: commitStep, last: lastStep };
const MOVES: History = { make: moveHead, last: headStep };

describe("a store of files that loses power", () => {
  it(
    "has after every operation what it acknowledged, and a prefix of the history",
    async () => {
      const traces = await record(SMALL);
      const { images, lost } = await crashAfterEach(new Map(), traces, { seed: "images" });
      console.log(`${images} images of ${traces.length} operations, ${lost} lost`);
      expect(lost).toBe(0);
      expect(images).toBeGreaterThan(1000);
    },
    TIMEOUT,
  );

  it(
    "keeps the head of a history while it removes what is before it",
    async () => {
      const traces = await record(SMALL, MOVES);
      expect(traces.filter(({ operation }) => operation.do === "remove").length).toBeGreaterThan(2);
      const { images, lost } = await crashAfterEach(new Map(), traces, { seed: "moves", history: MOVES });
      console.log(`${images} images of ${traces.length} operations with removals, ${lost} lost`);
      expect(lost).toBe(0);
    },
    TIMEOUT,
  );

  it(
    "is found out without the sync",
    async () => {
      const traces = await record({ ...SMALL, durable: false });
      const { lost } = await crashAfterEach(new Map(), traces, { seed: "control" });
      expect(lost).toBeGreaterThan(0);
    },
    TIMEOUT,
  );

  it(
    "recovers as well when it loses power again while it recovers",
    async () => {
      const traces = await record(SMALL);
      const rng = createSeededRng("recovery");
      let images = 0;
      for (let round = 0; round < 40; round++) {
        const cut = rng.below(traces.length);
        const disk = createSimulatedDisk();
        for (const { operation } of traces.slice(0, cut)) disk.apply(operation);
        const left = disk.crash(rng);
        const recovery: Trace[] = [];
        const acknowledged = traces[cut]?.acknowledged ?? 0;
        const storage = await open(left, (operation) => recovery.push({ operation, acknowledged }));
        await storage.close();
        const again = await crashAfterEach(left, recovery, { seed: `recovery ${round}` });
        expect(again.lost).toBe(0);
        images += again.images;
      }
      console.log(`${images} images of crashes in a recovery`);
    },
    TIMEOUT,
  );
});

async function record(options: FileEngineOptions, history = COMMITS): Promise<readonly Trace[]> {
  const traces: Trace[] = [];
  let acknowledged = 0;
  const storage = await open(new Map(), (operation) => traces.push({ operation, acknowledged }), options);
  for (let step = 1; step <= STEPS; step++) {
    await history.make(storage, step);
    acknowledged = step;
  }
  await storage.close();
  return traces;
}

async function open(
  content: DiskContent,
  observe: DiskObserver,
  options: FileEngineOptions = SMALL,
): Promise<Storage> {
  const disk = createRecordingDisk(content, observe);
  return openLocalStorage(await openFileEngine(disk, options), historyOptions);
}

interface CrashOptions {
  readonly seed: string;
  readonly history?: History;
}

/** Opens what may be left after each of the operations, with and without what was not synced. */
async function crashAfterEach(
  content: DiskContent,
  traces: readonly Trace[],
  { seed, history = COMMITS }: CrashOptions,
) {
  const disk = createSimulatedDisk(content);
  const rng = createSeededRng(seed);
  const kept: boolean[] = [];
  for (const [index, { operation }] of traces.entries()) {
    disk.apply(operation);
    const acknowledged = acknowledgedBefore(traces, index + 1);
    for (const left of [disk.whole(), disk.crash(rng), disk.crash(rng)]) {
      kept.push(await keeps(left, acknowledged, history));
    }
  }
  return { images: kept.length, lost: kept.filter((each) => !each).length };
}

/** An operation is followed by an acknowledgement at the latest when the next one begins. */
function acknowledgedBefore(traces: readonly Trace[], index: number): number {
  return (traces[index] ?? traces.at(-1))?.acknowledged ?? 0;
}

/** True if the store opens, has what was acknowledged, and goes on. */
async function keeps(content: DiskContent, acknowledged: number, history: History): Promise<boolean> {
  const storage = await open(content, () => undefined).catch(() => undefined);
  if (storage === undefined) return false;
  try {
    const last = await history.last(storage);
    await history.make(storage, last + 1);
    return last >= acknowledged;
  } catch {
    return false;
  } finally {
    await storage.close();
  }
}

import type { Storage } from "@icn-mesh/core";
import { expect } from "vitest";
import { type FileEngineOptions, openFileEngine } from "../../../src/engines/file/file-engine.ts";
import { openLocalStorage } from "../../../src/engines/local-storage.ts";
import type { DiskContent } from "../../crash/disk-operation.ts";
import { commitStep, historyOptions, lastStep } from "../../crash/history.ts";
import { createRecordingDisk, type DiskObserver } from "../../crash/recording-disk.ts";

/** So small that a short history has several segments and a checkpoint. */
const SMALL: FileEngineOptions = { segmentBytes: 3000, checkpointBytes: 5000 };

/** How many commits `filesOf` makes. */
export const STEPS = 20;

/** Opens a store on a disk in memory with this content. */
export async function openOn(content: DiskContent, observe: DiskObserver = () => undefined) {
  const disk = createRecordingDisk(content, observe);
  const storage = await openLocalStorage(await openFileEngine(disk, SMALL), historyOptions);
  return { disk, storage };
}

/** What a store with a history leaves when it is closed, or when it crashes instead. */
export async function filesOf(end: "closed" | "crashed"): Promise<DiskContent> {
  const { disk, storage } = await openOn(new Map());
  for (let step = 1; step <= STEPS; step++) await commitStep(storage, step);
  if (end === "closed") await storage.close();
  return new Map(disk.content());
}

/** The same files, but for one that is changed. */
export function withChanged(
  content: DiskContent,
  name: string,
  change: (bytes: Uint8Array) => Uint8Array,
): DiskContent {
  return new Map([...content].map(([each, bytes]) => [each, each === name ? change(bytes.slice()) : bytes]));
}

/** How often a store with a flipped bit was refused, gave out all but a block, or was unharmed. */
export interface FlipVerdicts {
  refused: number;
  refusedBlock: number;
  unharmed: number;
}

/** Flips a bit of every `stride`th byte of every file in turn; anything but a coded error or the truth is thrown. */
export async function flipBits(content: DiskContent, stride: number): Promise<FlipVerdicts> {
  const verdicts: FlipVerdicts = { refused: 0, refusedBlock: 0, unharmed: 0 };
  for (const [name, bytes] of content) {
    for (let at = 0; at < bytes.length; at += stride) {
      const flipped = withChanged(content, name, (copy) => {
        copy[at] = (copy[at] as number) ^ (1 << (at % 8));
        return copy;
      });
      verdicts[await readAll(flipped)] += 1;
    }
  }
  return verdicts;
}

async function readAll(content: DiskContent): Promise<keyof FlipVerdicts> {
  let storage: Storage;
  try {
    ({ storage } = await openOn(content));
  } catch (error) {
    expect(error).toMatchObject({ code: expect.stringMatching(/^DAG_STORE_(DAMAGED|NEWER)$/) });
    return "refused";
  }
  try {
    expect(await lastStep(storage)).toBe(STEPS);
    return "unharmed";
  } catch (error) {
    expect(error).toMatchObject({ code: expect.stringMatching(/^DAG_(BLOCK|STORE)_DAMAGED$/) });
    return "refusedBlock";
  } finally {
    await storage.close();
  }
}

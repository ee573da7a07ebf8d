import type { Storage } from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import { type FileEngineOptions, openFileEngine } from "../../../src/engines/file/file-engine.ts";
import { openLocalStorage } from "../../../src/engines/local-storage.ts";
import type { DiskContent, DiskOperation } from "../../crash/disk-operation.ts";
import { commitStep, historyOptions, lastStep } from "../../crash/history.ts";
import { createRecordingDisk, type DiskObserver } from "../../crash/recording-disk.ts";

const SMALL: FileEngineOptions = { segmentBytes: 3000, checkpointBytes: 5000 };
const STEPS = 40;
const TIMEOUT = 120_000;

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: as the test has it`), { code });
}

async function open(content: DiskContent, observe: DiskObserver = () => undefined) {
  const disk = createRecordingDisk(content, observe);
  const storage = await openLocalStorage(await openFileEngine(disk, SMALL), historyOptions);
  return { disk, storage };
}

async function countOperations(): Promise<number> {
  let count = 0;
  const { storage } = await open(new Map(), () => {
    count += 1;
  });
  for (let step = 1; step <= STEPS; step++) await commitStep(storage, step);
  await storage.close();
  return count;
}

/** Commits until one fails; how many did not. */
async function commitUntilRefused(storage: Storage, from = 1): Promise<{ done: number; code: unknown }> {
  for (let step = from; step <= STEPS; step++) {
    try {
      await commitStep(storage, step);
    } catch (error) {
      return { done: step - 1, code: (error as { code?: unknown }).code };
    }
  }
  return { done: STEPS, code: undefined };
}

describe("a store of files whose disk fails", () => {
  it(
    "loses nothing, whichever write or sync fails, and takes no further write",
    async () => {
      const operations = await countOperations();
      let refusals = 0;
      for (let failing = 0; failing < operations; failing++) {
        let count = 0;
        let content: DiskContent = new Map();
        let acknowledged = 0;
        try {
          const { disk, storage } = await open(new Map(), () => {
            if (count++ === failing) throw systemError("EIO");
          });
          const { done, code } = await commitUntilRefused(storage);
          acknowledged = done;
          if (code !== undefined) {
            refusals += 1;
            expect(code).toMatch(/^DAG_STORE_(FAILED|IO)$/);
            await expect(storage.commit({ blocks: [{ bytes: Uint8Array.of(1) }] })).rejects.toMatchObject({
              code: "DAG_STORE_FAILED",
            });
          }
          await storage.close().catch(() => undefined);
          content = disk.content();
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^DAG_STORE_(FAILED|IO)$/) });
          continue;
        }
        const { storage } = await open(content);
        expect(await lastStep(storage)).toBeGreaterThanOrEqual(acknowledged);
        await storage.close();
      }
      expect(refusals).toBeGreaterThan(50);
    },
    TIMEOUT,
  );

  it("says so when the disk is full, keeps what it has, and goes on when there is room again", async () => {
    let room = true;
    const { disk, storage } = await open(new Map(), (operation) => {
      if (!room && takesRoom(operation)) throw systemError("ENOSPC");
    });
    for (let step = 1; step <= 10; step++) await commitStep(storage, step);
    room = false;
    for (let round = 0; round < 3; round++) {
      await expect(commitStep(storage, 11)).rejects.toMatchObject({ code: "DAG_DISK_FULL" });
    }
    expect(await lastStep(storage)).toBe(10);
    room = true;
    expect(await commitUntilRefused(storage, 11)).toEqual({ done: STEPS, code: undefined });
    await storage.close();
    const again = await open(disk.content());
    expect(await lastStep(again.storage)).toBe(STEPS);
    await again.storage.close();
  });

  it("fails the commit with the cause of a failed sync, and every later one", async () => {
    let broken = false;
    const { storage } = await open(new Map(), (operation) => {
      if (broken && operation.do === "sync") throw systemError("EIO");
    });
    await commitStep(storage, 1);
    broken = true;
    await expect(commitStep(storage, 2)).rejects.toMatchObject({
      code: "DAG_STORE_FAILED",
      cause: { code: "EIO" },
    });
    broken = false;
    await expect(storage.commit({ blocks: [{ bytes: Uint8Array.of(1) }] })).rejects.toMatchObject({
      code: "DAG_STORE_FAILED",
    });
    expect(await lastStep(storage)).toBe(1);
    await storage.close();
  });
});

/** A disk that is full still takes what is written over what is there. */
function takesRoom(operation: DiskOperation): boolean {
  return operation.do === "create" || (operation.do === "write" && operation.bytes.length !== 48);
}

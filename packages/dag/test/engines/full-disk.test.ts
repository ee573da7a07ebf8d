import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commitStep, historyOptions, lastStep } from "../crash/history.ts";
import { EMBEDDED_STORES } from "./embedded-stores.ts";
import { mountSmallDisk, whyNoSmallDisk } from "./small-disk.ts";

const why = whyNoSmallDisk();
if (why !== undefined) console.log(`skipped: stores on a full or read-only disk: ${why}`);

describe.skipIf(why !== undefined).each(EMBEDDED_STORES)("a store in $engine", ({ pathIn, open }) => {
  it("says so when its disk is full, keeps what it has, and goes on when there is room", async () => {
    const disk = mountSmallDisk(1024);
    const filler = join(disk.path, "filler");
    writeFileSync(filler, new Uint8Array(600 * 1024));
    const storage = await open(pathIn(disk.path), historyOptions);
    let step = 0;
    const refusal = await (async () => {
      for (;;) await commitStep(storage, ++step);
    })().catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "DAG_DISK_FULL" });
    expect(await lastStep(storage)).toBe(step - 1);
    rmSync(filler);
    await commitStep(storage, step);
    await storage.close();
    const again = await open(pathIn(disk.path), historyOptions);
    expect(await lastStep(again)).toBe(step);
    await again.close();
  });

  it("does not open on a disk that cannot be written to, whether there is a store or not", async () => {
    const disk = mountSmallDisk(1024);
    const storage = await open(pathIn(disk.path), historyOptions);
    await commitStep(storage, 1);
    await storage.close();
    disk.makeReadOnly();
    await expect(open(pathIn(disk.path))).rejects.toMatchObject({ code: "DAG_STORE_READ_ONLY" });
    await expect(open(pathIn(join(disk.path, "new")))).rejects.toMatchObject({ code: "DAG_STORE_READ_ONLY" });
  });
});

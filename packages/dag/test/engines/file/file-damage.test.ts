import { crc32 } from "node:zlib";
import type { Storage } from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import type { DiskContent } from "../../crash/disk-operation.ts";
import { commitStep, lastStep, stepBytes, stepCid } from "../../crash/history.ts";
import { filesOf, flipBits, openOn, STEPS, withChanged } from "./damaged-files.ts";

const damagedStore = { code: "DAG_STORE_DAMAGED" };

async function open(content: DiskContent): Promise<Storage> {
  return (await openOn(content)).storage;
}

function without(content: DiskContent, name: string): DiskContent {
  return new Map([...content].filter(([each]) => each !== name));
}

describe("a store of files that was damaged", () => {
  for (const end of ["closed", "crashed"] as const) {
    it(`never gives out or leaves out anything silently, when a bit is flipped after it ${end}`, async () => {
      const { refused, refusedBlock } = await flipBits(await filesOf(end), 23);
      expect(refused).toBeGreaterThan(50);
      expect(refusedBlock).toBeGreaterThan(10);
    });
  }

  it("refuses to open without any one of its files", async () => {
    const content = await filesOf("closed");
    expect(content.size).toBeGreaterThan(4);
    for (const name of content.keys()) {
      await expect(open(without(content, name)), name).rejects.toMatchObject(damagedStore);
    }
  });

  it("refuses to open when the end of a segment is cut off, however long", async () => {
    const content = await filesOf("closed");
    for (const name of [...content.keys()].filter((each) => each.startsWith("segment"))) {
      for (const cut of [1, 100, 1000]) {
        const shorter = withChanged(content, name, (bytes) => bytes.subarray(0, -cut));
        await expect(open(shorter), name).rejects.toMatchObject(damagedStore);
      }
    }
  });

  it("refuses an old checkpoint in the place of a newer one", async () => {
    const checkpoints: Uint8Array[] = [];
    const { disk, storage } = await openOn(new Map(), (operation) => {
      if (operation.do === "rename" && operation.to === "checkpoint") renamed();
    });
    function renamed(): void {
      const current = disk.content().get("checkpoint");
      if (current !== undefined) checkpoints.push(current);
    }
    for (let step = 1; step <= 100; step++) await commitStep(storage, step);
    await storage.close();
    const [first] = checkpoints;
    expect(first).toBeDefined();
    const old = withChanged(disk.content(), "checkpoint", () => first ?? new Uint8Array(0));
    await expect(open(old)).rejects.toMatchObject(damagedStore);
  });

  it("refuses the segment of another store", async () => {
    const [ours, theirs] = [await filesOf("closed"), await filesOf("closed")];
    const name = "segment-0000002";
    const mixed = withChanged(ours, name, () => theirs.get(name) ?? new Uint8Array(0));
    await expect(open(mixed)).rejects.toMatchObject(damagedStore);
  });

  it("says that a newer program wrote it", async () => {
    const content = await filesOf("closed");
    const newer = withChanged(content, "segment-0000001", (bytes) => withFormatVersion(bytes, 2));
    await expect(open(newer)).rejects.toMatchObject({ code: "DAG_STORE_NEWER", failure: { version: 2 } });
  });

  it("cuts off what was never acknowledged, and goes on behind what was", async () => {
    const content = await filesOf("crashed");
    const last =
      [...content.keys()]
        .filter((name) => name.startsWith("segment"))
        .sort()
        .at(-1) ?? "";
    const torn = withChanged(content, last, (bytes) =>
      Uint8Array.of(...bytes, 0x49, 0x43, 0x4d, 0x46, 7, 7, 7),
    );
    const storage = await open(torn);
    expect(await lastStep(storage)).toBe(STEPS);
    await commitStep(storage, STEPS + 1);
    await storage.close();
  });

  it("stores a damaged block again when it is put again", async () => {
    const content = await filesOf("closed");
    const broken = withChanged(content, "segment-0000001", (bytes) => bytes.fill(0, 100, 400));
    const storage = await open(broken);
    await expect(storage.get(stepCid(1))).rejects.toMatchObject({ code: "DAG_BLOCK_DAMAGED" });
    await storage.commit({ blocks: [{ codec: "raw", bytes: stepBytes(1) }] });
    expect(await storage.get(stepCid(1))).toEqual(stepBytes(1));
    await storage.close();
  });
});

/** As a program of that version would have written the header, with its checksum. */
function withFormatVersion(bytes: Uint8Array, version: number): Uint8Array {
  const view = new DataView(bytes.buffer);
  view.setUint32(8, version, true);
  view.setUint32(44, crc32(bytes.subarray(0, 44)), true);
  return bytes;
}

import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createSeededRng } from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import { openFileStorage } from "../../src/engines/file/open-file-storage.ts";
import { openSqliteStorage } from "../../src/engines/sqlite/open-sqlite-storage.ts";
import { temporaryDirectory } from "../engines/temporary-directory.ts";
import type { DiskContent } from "./disk-operation.ts";
import { commitStep, historyOptions, lastStep } from "./history.ts";
import { createSimulatedDisk } from "./simulated-disk.ts";
import { startWriter } from "./start-writer.ts";
import { type TracedOperation, traceWriter, whyNoTrace } from "./trace-writer.ts";

const why = whyNoTrace();
if (why !== undefined) console.log(`skipped: crashes of traced stores: ${why}`);

const STORES = [
  { engine: "file", pathIn: (directory: string) => directory, open: openFileStorage },
  { engine: "sqlite", pathIn: (directory: string) => join(directory, "store.db"), open: openSqliteStorage },
] as const;

describe.skipIf(why !== undefined).each(STORES)("a store in $engine that loses power", (store) => {
  it("has what it acknowledged after every call that it made of the system", async () => {
    const operations = await trace(store, 30, false);
    const { images, lost } = await crashAfterEach(store, operations);
    console.log(`${store.engine}: ${images} images of ${operations.length} traced calls, ${lost} lost`);
    expect(operations.filter(({ operation }) => operation.do === "sync").length).toBeGreaterThanOrEqual(30);
    expect(lost).toBe(0);
  });

  it("is found out without the sync", async () => {
    const operations = await trace(store, 10, true);
    const { lost } = await crashAfterEach(store, operations);
    expect(lost).toBeGreaterThan(0);
  });
});

describe.skipIf(why !== undefined).each(STORES)("a store in $engine whose sync fails", (store) => {
  it("takes no further write, and has what it acknowledged", async () => {
    const root = temporaryDirectory();
    const path = store.pathIn(root);
    const failing = ["-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO:when=20+"];
    const under = ["strace", "-f", "-qq", ...failing, "-o", join(root, "log")];
    const writer = startWriter({ engine: store.engine, path, steps: 100, under });
    let said = "";
    writer.stdout?.on("data", (text) => {
      said += text;
    });
    await once(writer, "close");
    expect(said).toMatch(/\n\d+\nrefused DAG_STORE_FAILED\nand refused DAG_STORE_FAILED\n$/);
    const acknowledged = Number(said.split("\n").at(-4));
    const storage = await store.open(path, historyOptions);
    expect(await lastStep(storage)).toBeGreaterThanOrEqual(acknowledged);
    await storage.close();
  });
});

type Store = (typeof STORES)[number];

async function trace(store: Store, steps: number, withoutSync: boolean) {
  const root = temporaryDirectory();
  const directory = join(root, "traced");
  mkdirSync(directory);
  const path = store.pathIn(directory);
  return traceWriter({ engine: store.engine, path, steps, withoutSync, directory, log: join(root, "log") });
}

/** Writes down what may be left after each call, opens it with the shipped code, and looks. */
async function crashAfterEach(store: Store, operations: readonly TracedOperation[]) {
  const root = temporaryDirectory();
  const disk = createSimulatedDisk();
  const rng = createSeededRng(store.engine);
  const kept: boolean[] = [];
  for (const [index, { operation }] of operations.entries()) {
    disk.apply(operation);
    const acknowledged = (operations[index + 1] ?? operations.at(-1))?.acknowledged ?? 0;
    for (const content of [disk.whole(), disk.crash(rng), disk.crash(rng)]) {
      const directory = join(root, String(kept.length));
      place(directory, content);
      kept.push(await keeps(store, directory, acknowledged));
      rmSync(directory, { recursive: true });
    }
  }
  return { images: kept.length, lost: kept.filter((each) => !each).length };
}

function place(directory: string, content: DiskContent): void {
  mkdirSync(directory);
  for (const [name, bytes] of content) writeFileSync(join(directory, name), bytes);
}

async function keeps(store: Store, directory: string, acknowledged: number): Promise<boolean> {
  const storage = await store.open(store.pathIn(directory), historyOptions).catch(() => undefined);
  if (storage === undefined) return false;
  try {
    const last = await lastStep(storage);
    await commitStep(storage, last + 1);
    return last >= acknowledged;
  } catch {
    return false;
  } finally {
    await storage.close();
  }
}

import { join } from "node:path";
import { expect, it } from "vitest";
import { openFileEngine } from "../../src/engines/file/file-engine.ts";
import { openLocalStorage } from "../../src/engines/local-storage.ts";
import { openSqliteStorage } from "../../src/engines/sqlite/open-sqlite-storage.ts";
import type { DiskContent } from "../crash/disk-operation.ts";
import { createRecordingDisk } from "../crash/recording-disk.ts";
import { checkAgainstModel } from "./storage-model.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

const TIMEOUT = 60_000;

it(
  "a store of files does what two maps would do, while it takes checkpoints and compacts",
  async () => {
    let compactions = 0;
    await checkAgainstModel(() => {
      let content: DiskContent = new Map();
      return async (options) => {
        const disk = createRecordingDisk(content, (operation) => {
          if (operation.do === "remove") compactions += 1;
          content = disk.content();
        });
        const engine = await openFileEngine(disk, { segmentBytes: 300, checkpointBytes: 100, pageBytes: 0 });
        const storage = await openLocalStorage(engine, options);
        const close = async () => {
          await storage.close();
          content = disk.content();
        };
        return { ...storage, close };
      };
    }, 200);
    expect(compactions).toBeGreaterThan(100);
  },
  TIMEOUT,
);

it(
  "a store in SQLite does what two maps would do",
  async () => {
    const directory = temporaryDirectory();
    let stores = 0;
    await checkAgainstModel(() => {
      const path = join(directory, `${++stores}.db`);
      return (options) => openSqliteStorage(path, options);
    }, 30);
  },
  TIMEOUT,
);

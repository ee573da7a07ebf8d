import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Storage, StorageOptions } from "@icn-mesh/core";
import { DagError } from "../../errors.ts";
import { takeInstanceLock } from "../instance-lock.ts";
import type { LocalEngine } from "../local-engine.ts";
import { openLocalStorage } from "../local-storage.ts";
import { diskFailure } from "./disk-failure.ts";
import { type FileEngineOptions, openFileEngine } from "./file-engine.ts";
import { makeDirectory, openNodeDisk } from "./node-disk.ts";

/** How to open a store of files. */
export interface FileStorageOptions extends StorageOptions {
  /** False to fail with `DAG_STORE_MISSING` where there is no store yet: true when not given. */
  readonly createIfMissing?: boolean;
}

/**
 * The store in a directory, made on first use: an append-only log of commits, with refs, rows and an index of the
 * blocks in memory. One instance has it open at a time, `DAG_STORE_LOCKED` for the next.
 */
export async function openFileStorage(
  directory: string | URL,
  options: FileStorageOptions = {},
  engineOptions: FileEngineOptions = {},
): Promise<Storage> {
  const path = typeof directory === "string" ? resolve(directory) : fileURLToPath(directory);
  try {
    if (options.createIfMissing === false && !existsSync(join(path, "witness"))) {
      throw new DagError(`there is no store in ${path}`, { code: "DAG_STORE_MISSING", path });
    }
    await makeDirectory(path);
    const lock = takeInstanceLock(join(path, "lock"));
    try {
      const engine = await openFileEngine(openNodeDisk(path), engineOptions);
      return await openLocalStorage(releasing(engine, lock.release), options);
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    throw diskFailure(error, path);
  }
}

function releasing(engine: LocalEngine, release: () => void): LocalEngine {
  return {
    ...engine,
    async close() {
      try {
        await engine.close();
      } finally {
        release();
      }
    },
  };
}

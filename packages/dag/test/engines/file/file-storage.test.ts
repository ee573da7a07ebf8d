import { durableStorageContract, type StorageSubject, storageContract } from "@icn-mesh/core/testing";
import { describe, it } from "vitest";
import type { FileEngineOptions } from "../../../src/engines/file/file-engine.ts";
import { openFileStorage } from "../../../src/engines/file/open-file-storage.ts";
import { temporaryDirectory } from "../temporary-directory.ts";

function fileSubject(engineOptions: FileEngineOptions = {}): StorageSubject {
  const directory = temporaryDirectory();
  return { open: (options) => openFileStorage(directory, options, engineOptions) };
}

describe("a store of files", () => {
  for (const { promise, check } of [...storageContract, ...durableStorageContract]) {
    it(promise, () => check(fileSubject()));
  }
});

describe("a store of files that takes checkpoints and compacts all the time", () => {
  const busy: FileEngineOptions = { segmentBytes: 2000, checkpointBytes: 500 };
  for (const { promise, check } of [...storageContract, ...durableStorageContract]) {
    it(promise, () => check(fileSubject(busy)));
  }
});

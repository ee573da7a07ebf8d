import type { CommitInput, MemoryDisk, Storage } from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import { WORK } from "../../src/job/ref-names.ts";
import { openInMemory } from "../../src/testing/index.ts";
import { aMesh, settled, statusOf, submit } from "../a-mesh.ts";

/** What an executor writes, each commit by the refs that it changes. */
function recordingStorage(disk: MemoryDisk, commits: CommitInput[]): Storage {
  const storage = openInMemory(disk);
  return {
    ...storage,
    commit(input) {
      commits.push(input);
      return storage.commit(input);
    },
  };
}

const namesIn = ({ refs = [] }: CommitInput): readonly string[] => refs.map(({ name }) => name);

describe("an executor that works on an assignment", () => {
  it("writes its promise, that it begins, its word, and the end with what it put out", async () => {
    const commits: CommitInput[] = [];
    const openStorage = (disk: MemoryDisk) => recordingStorage(disk, commits);
    const mesh = await aMesh({ nodes: 2, node: (index) => (index === 1 ? { openStorage } : {}) });
    const job = await submit(mesh);
    await settled(mesh);
    expect(await statusOf(mesh, job)).toBe("Completed");
    const about = commits.map(namesIn).filter((names) => names.some((name) => name.startsWith(WORK)));
    expect(about).toHaveLength(4);
    expect(about.at(-1)?.some((name) => name.startsWith("payload/"))).toBe(true);
    await mesh.stop();
  });

  it("keeps a payload once that several attempts have put out", async () => {
    const commits: CommitInput[] = [];
    const openStorage = (disk: MemoryDisk) => recordingStorage(disk, commits);
    const mesh = await aMesh({ nodes: 2, node: (index) => (index === 1 ? { openStorage } : {}) });
    for (let times = 0; times < 3; times++) {
      await submit(mesh);
      await settled(mesh);
    }
    const keeping = commits.flatMap(namesIn).filter((name) => name.startsWith("payload/"));
    expect(keeping).toHaveLength(new Set(keeping).size);
    await mesh.stop();
  });
});

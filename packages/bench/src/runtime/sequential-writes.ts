import { type Clock, createMemoryStorage, type MemoryDisk, type Storage } from "@icn-mesh/core";
import { bestEngine } from "@icn-mesh/core/node";
import { runtimeProjections } from "@icn-mesh/runtime";
import { createLocalMesh } from "@icn-mesh/runtime/testing";
import { submitSample } from "./bench-mesh.ts";

/**
 * How many durable writes of a lone job wait for one another, on whatever node, from its submission until its money is
 * settled: the milliseconds that it takes where a write takes one, and nothing else takes time.
 */
export async function sequentialWrites(executors: number): Promise<number> {
  const late: { clock?: Clock } = {};
  const slow = (storage: Storage): Storage => ({
    ...storage,
    async commit(input) {
      await late.clock?.after(1);
      return storage.commit(input);
    },
  });
  const mesh = await createLocalMesh({
    nodes: executors + 1,
    engine: bestEngine(),
    guardStorage: slow(createMemoryStorage()),
    node: () => ({
      openStorage: (disk: MemoryDisk) =>
        slow(createMemoryStorage({ disk, projections: [...runtimeProjections] })),
    }),
  });
  const manager = mesh.nodes[0]?.context;
  if (manager === undefined) throw new Error("a mesh has at least one node");
  late.clock = mesh.clock;
  let isOver = false;
  manager.manager.events.on("finished", () => {
    isOver = true;
  });
  const submitted = submitSample(manager);
  const begun = mesh.clock.monotonic();
  while (!isOver) await mesh.advance(1);
  await submitted;
  const writes = mesh.clock.monotonic() - begun;
  await mesh.stop();
  return writes;
}

import { createMemoryStorage, type MemoryDisk, type Storage } from "@icn-mesh/core";
import { expect, it } from "vitest";
import { runtimeProjections } from "../../src/index.ts";
import { aMesh, settled, statusOf, submit, untilStatus } from "../a-mesh.ts";

/** A store that is stuck with the first bid until the gate opens. */
function stuckWithFirstBid(disk: MemoryDisk, gate: Promise<void>): Storage {
  const storage = createMemoryStorage({ disk, projections: runtimeProjections });
  let isFirst = true;
  return {
    ...storage,
    async commit(input) {
      const isBid = input.refs?.some(({ name }) => name.startsWith("bid/")) ?? false;
      if (isBid && isFirst) {
        isFirst = false;
        await gate;
      }
      return storage.commit(input);
    },
  };
}

it("an executor bids for one job while its bid for another waits for the disk", async () => {
  const gate = Promise.withResolvers<void>();
  const mesh = await aMesh({
    nodes: 2,
    node: (index) => (index === 1 ? { openStorage: (disk) => stuckWithFirstBid(disk, gate.promise) } : {}),
  });
  const first = await submit(mesh);
  const second = await submit(mesh);
  await untilStatus(mesh, second, "Completed");
  expect(await statusOf(mesh, first)).not.toBe("Completed");
  gate.resolve();
  await untilStatus(mesh, first, "Completed");
  await settled(mesh);
  await mesh.stop();
});

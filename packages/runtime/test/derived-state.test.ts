import { createMemoryStorage } from "@icn-mesh/core";
import { expect, it } from "vitest";
import { aMesh, nodeAt, settled, submit } from "./a-mesh.ts";
import { expectDerivedIsLive } from "./derived-state.ts";

it("a store that says something else than its node is noticed", async () => {
  const guardStorage = createMemoryStorage();
  const mesh = await aMesh({ nodes: 2, guardStorage });
  const jobs = [await submit(mesh), await submit(mesh)];
  await settled(mesh);
  await expectDerivedIsLive(mesh, guardStorage);
  const { storage } = nodeAt(mesh, 0);
  const [one, other] = await Promise.all(jobs.map((job) => storage.ref(`jobs/${job}`)));
  const name = `jobs/${jobs[0]}`;
  await storage.commit({ refs: [{ name, expect: one!, to: other! }] });
  await expect(mesh.stop()).rejects.toThrow();
});

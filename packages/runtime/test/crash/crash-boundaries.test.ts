import type { MemoryDisk, Storage } from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import { createCrashingStorage, type LocalMesh, openInMemory } from "../../src/testing/index.ts";
import { aMesh, moneyOf, nodeAt, settled, statusOf, trySubmit } from "../a-mesh.ts";

const MOST_COMMITS = 60;

/** Plays one job; the node of a number dies after its commit of a number, and comes back. True if it came that far. */
async function playWithCrash(victim: number, after: number): Promise<{ crashed: boolean; mesh: LocalMesh }> {
  let crashed = false;
  let starts = 0;
  const openStorage = (disk: MemoryDisk): Storage => {
    starts += 1;
    const storage = openInMemory(disk);
    return starts > 1 ? storage : createCrashingStorage(storage, { after, onCrash });
  };
  const quotaOf = () => ({});
  const node = (index: number) => (index === victim ? { openStorage, quotaOf } : { quotaOf });
  const mesh = await aMesh({ nodes: 2, node });
  const { did } = nodeAt(mesh, victim);
  function onCrash(): void {
    crashed = true;
    mesh.network.separate((from, to) => from === did || to === did);
  }
  const options = { idempotencyKey: "the job" };
  const first = trySubmit(mesh, { options }).catch(() => undefined);
  await mesh.until(() => crashed || mesh.nodes.every(({ runtime }) => runtime.open === 0));
  await mesh.advance(100);
  if (crashed) {
    await nodeAt(mesh, victim).stop();
    mesh.network.heal();
    await nodeAt(mesh, victim).start();
  }
  await first;
  const again = await trySubmit(mesh, { options });
  if (!again.ok) throw new Error(again.refusal.code);
  await settled(mesh);
  expect(await statusOf(mesh, again.job)).toBe("Completed");
  expect(await moneyOf(mesh, again.job)).toBe("paid");
  expect(nodeAt(mesh, 0).context.usage()).toMatchObject({ openJobs: 0, spent: new Map([["mana", 1n]]) });
  return { crashed, mesh };
}

describe.each([
  { who: "a submitter", victim: 0 },
  { who: "an executor", victim: 1 },
])("X-5: $who that dies at any commit", ({ victim }) => {
  it("comes back, and the job ends once, with its money where it belongs", async () => {
    let boundaries = 0;
    for (let after = 3; after <= MOST_COMMITS; after++) {
      const { crashed, mesh } = await playWithCrash(victim, after);
      const { held, balances, burned, credits } = mesh.guard.ledger.totals("mana");
      expect({ held, all: balances + burned + credits }).toEqual({ held: 0n, all: 2000n });
      await mesh.stop();
      if (!crashed) break;
      boundaries = after;
    }
    expect(boundaries).toBeGreaterThan(10);
    expect(boundaries).toBeLessThan(MOST_COMMITS);
  }, 120_000);
});

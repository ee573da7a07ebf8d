import type { MemoryDisk, Storage } from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import {
  type CrashPlan,
  createCrashingStorage,
  type LocalMesh,
  openInMemory,
} from "../../src/testing/index.ts";
import { talkative } from "../a-guest.ts";
import { aMesh, moneyOf, nodeAt, settled, statusOf, submit, trySubmit } from "../a-mesh.ts";

const MOST_COMMITS = 60;

type Crash = Pick<CrashPlan, "commit" | "when"> & { readonly victim: number };

/** Plays one job; the node of a number dies at its commit of a number, and comes back. True if it came that far. */
async function playWithCrash({ victim, ...plan }: Crash): Promise<{ crashed: boolean; mesh: LocalMesh }> {
  let crashed = false;
  let starts = 0;
  const openStorage = (disk: MemoryDisk): Storage => {
    starts += 1;
    const storage = openInMemory(disk);
    return starts > 1 ? storage : createCrashingStorage(storage, { ...plan, onCrash });
  };
  const quotaOf = () => ({});
  const common = { quotaOf, runner: talkative };
  const node = (index: number) => (index === victim ? { ...common, openStorage } : common);
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
  const job = await submit(mesh, { options });
  await settled(mesh);
  expect(await statusOf(mesh, job)).toBe("Completed");
  expect(await moneyOf(mesh, job)).toBe("paid");
  expect(nodeAt(mesh, 0).context.usage()).toMatchObject({ openJobs: 0, spent: new Map([["mana", 1n]]) });
  return { crashed, mesh };
}

/** Before these, each account takes in what it has to begin with. */
const FIRST_COMMIT = 3;

describe.each([
  { who: "a submitter", victim: 0, when: "before" },
  { who: "a submitter", victim: 0, when: "after" },
  { who: "an executor", victim: 1, when: "before" },
  { who: "an executor", victim: 1, when: "after" },
] as const)("X-5: $who that dies $when any commit", ({ victim, when }) => {
  it("comes back, and the job ends once, with its money where it belongs", async () => {
    let boundaries = 0;
    for (let commit = FIRST_COMMIT; commit <= MOST_COMMITS; commit++) {
      const { crashed, mesh } = await playWithCrash({ victim, commit, when });
      const { held, balances, burned, credits } = mesh.guard.ledger.totals("mana");
      expect({ held, all: balances + burned + credits }).toEqual({ held: 0n, all: 2000n });
      await mesh.stop();
      if (!crashed) break;
      boundaries += 1;
    }
    expect(boundaries).toBeGreaterThan(10);
    expect(boundaries).toBeLessThan(MOST_COMMITS - FIRST_COMMIT);
  }, 120_000);
});

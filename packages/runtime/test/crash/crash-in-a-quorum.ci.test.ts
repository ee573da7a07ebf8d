import type { MemoryDisk, Storage } from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import { createCrashingStorage, type LocalMesh, openInMemory } from "../../src/testing/index.ts";
import { aMesh, freeOf, moneyOf, nodeAt, settled, statusOf, trySubmit } from "../a-mesh.ts";
import { endings, quorumOptions, saying } from "../quorum/a-quorum.ts";

const MOST_COMMITS = 150;
const LIAR = 3;

interface Play {
  readonly victim: number;
  /** Three executors of one opinion, or four of whom one lies and appeals. */
  readonly executors: 3 | 4;
}

/** Plays a job of three replicas; the victim dies after its commit of a number, and comes back. */
async function playWithCrash(
  { victim, executors }: Play,
  after: number,
): Promise<{ crashed: boolean; mesh: LocalMesh }> {
  let crashed = false;
  let starts = 0;
  const openStorage = (disk: MemoryDisk): Storage => {
    starts += 1;
    const storage = openInMemory(disk);
    return starts > 1 ? storage : createCrashingStorage(storage, { commit: after, when: "after", onCrash });
  };
  const special = (index: number) => (executors === 4 && index === LIAR ? saying("a lie") : {});
  const node = (index: number) => ({ ...special(index), ...(index === victim ? { openStorage } : {}) });
  const mesh = await aMesh({ nodes: executors + 1, node });
  const { did } = nodeAt(mesh, victim);
  function onCrash(): void {
    crashed = true;
    mesh.network.separate((from, to) => from === did || to === did);
  }
  const options = { ...quorumOptions, idempotencyKey: "the job", spare: executors === 4 ? 100n : 0n };
  let isSubmitted = false;
  const first = trySubmit(mesh, { options })
    .catch(() => undefined)
    .finally(() => {
      isSubmitted = true;
    });
  const isOver = () => isSubmitted && mesh.nodes.every(({ runtime }) => runtime.open === 0);
  await mesh.until(() => crashed || isOver());
  await mesh.advance(10_000); // what was paid is taken in
  await nodeAt(mesh, victim).stop();
  mesh.network.heal();
  await nodeAt(mesh, victim).start(); // whether it died or not, on a store that has no more plans
  await first;
  const again = await trySubmit(mesh, { options });
  if (!again.ok) throw new Error(again.refusal.code);
  await settled(mesh, 7_200_000);
  await mesh.advance(60_000);
  const end = `${await statusOf(mesh, again.job)} ${await moneyOf(mesh, again.job)}`;
  const earned = mesh.nodes.slice(1).map((_, at) => freeOf(mesh, at + 1) - 1000n);
  const due = (await endings(mesh, again.job)).map((each) => (each === "pay" ? 1n : 0n));
  expect({ after, end, earned }).toEqual({ after, end: "Completed paid", earned: due });
  return { crashed, mesh };
}

describe.each([
  { who: "a submitter of a quorum", victim: 0, executors: 3, least: 30 },
  { who: "an executor of a quorum", victim: 1, executors: 3, least: 10 },
  { who: "a submitter of a disputed one", victim: 0, executors: 4, least: 40 },
  { who: "an outvoted executor", victim: LIAR, executors: 4, least: 10 },
] as const)("X-5: $who that dies at any commit", ({ least, ...play }) => {
  it("comes back, and the job ends once, with every replica paid at most once", async () => {
    let boundaries = 0;
    for (let after = 3; after <= MOST_COMMITS; after++) {
      const { crashed, mesh } = await playWithCrash(play, after);
      const { held, balances, burned, credits } = mesh.guard.ledger.totals("mana");
      expect({ held, all: balances + burned + credits }).toEqual({
        held: 0n,
        all: 1000n * BigInt(play.executors + 1),
      });
      await mesh.stop();
      if (!crashed) break;
      boundaries = after;
    }
    expect(boundaries).toBeGreaterThan(least);
    expect(boundaries).toBeLessThan(MOST_COMMITS);
  }, 600_000);
});

import { createMemoryStorage } from "@icn-mesh/core";
import { audit, balanceOf, type Judge } from "@icn-mesh/economics";
import { copyDisk, plainJudge } from "@icn-mesh/economics/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { finish, openScene, type Scene, turns } from "./scene.ts";

const lives = fc.array(fc.constantFrom(...Object.keys(turns)), { maxLength: 12 });

/** Whatever else happened: no unit came or went, nobody is below zero, and every guard's store keeps every promise. */
async function assertSound({ economy }: Scene): Promise<void> {
  const { federation, verifier } = economy;
  for (const { current, disk } of economy.guards) {
    const { minted, balances, held, credits, burned } = current.ledger.totals("mana");
    expect(balances + held + credits + burned).toBe(minted);
    for (const { balances: all } of current.ledger.accounts())
      for (const { grant, earned } of all.values()) expect(grant >= 0n && earned >= 0n).toBe(true);
    const storage = createMemoryStorage({ disk: copyDisk(disk) });
    expect((await audit({ federation, verifier, storage })).findings).toEqual([]);
  }
}

/** Both sides get what is due to them, whatever has happened before. */
function fairness(guards: number, judge: Judge, ended: (due: bigint) => void = () => undefined) {
  return fc.asyncProperty(lives, async (life) => {
    const scene = await openScene(guards, judge);
    for (const turn of life) await turns[turn]?.(scene);
    await finish(scene);
    const { creator, worker, held } = scene;
    const due = scene.word === "ok" ? 80n : 0n;
    expect(balanceOf(worker.ledger, worker.account, "mana").earned).toBe(due);
    expect(balanceOf(creator.ledger, creator.account, "mana").earned).toBe(1000n - due);
    expect(creator.ledger.hold(held.hold)).toBeUndefined();
    await assertSound(scene);
    ended(due);
  });
}

describe.each([
  { guards: 1, numRuns: 120 },
  { guards: 4, numRuns: 30 },
])(
  "with $guards guards, whatever a creator, an executor and a stranger do in whatever order",
  ({ guards, numRuns }) => {
    it("who delivered in time is paid once, and the creator has back everything else", async () => {
      const seen = { paid: 0, refunded: 0 };
      const count = (due: bigint) => {
        seen[due > 0n ? "paid" : "refunded"] += 1;
      };
      await fc.assert(fairness(guards, plainJudge, count), {
        numRuns,
        examples: [[["deliver"]], [["refund"]]],
      });
      expect(Math.min(seen.paid, seen.refunded)).toBeGreaterThan(0);
    });
  },
);

it.each<{ readonly what: string; readonly life: string[]; readonly judge: Judge }>([
  {
    what: "refund while the work may still be shown",
    life: ["refund", "deliver"],
    judge: (evidence) => plainJudge(evidence.shown === null ? { ...evidence, now: Infinity } : evidence),
  },
  {
    what: "pay for what comes too late",
    life: ["waitLong", "waitLong", "deliver"],
    judge: (evidence) =>
      plainJudge(evidence.shown === null ? evidence : { ...evidence, shown: { ...evidence.shown, at: 0 } }),
  },
])("fairness is not kept by guards that $what", async ({ life, judge }) => {
  const { failed } = await fc.check(fairness(1, judge), { numRuns: 1, examples: [[life]] });
  expect(failed).toBe(true);
});

import type { ManaClient } from "@icn-mesh/economics";
import { describe, expect, it } from "vitest";
import { openWorld, type World } from "../guard/world.ts";
import { crashing } from "./crashing.ts";

async function pay(world: World, client: ManaClient, amount = 100n): Promise<boolean> {
  const paid = await client
    .perform({ action: { type: "transfer", to: world.executor.did, unit: "mana", amount } })
    .catch(() => undefined);
  return paid?.ok ?? false;
}

/** What the account has certified for the payee. */
function paidBy(client: ManaClient, { executor }: World): bigint {
  const credits = [...client.ledger.credits()].filter(({ to }) => to === executor.did);
  return credits.reduce((sum, { amount }) => sum + amount, 0n);
}

const steps = [1, 2, 3, 4, 5, 6].flatMap((at) => [
  { at, when: "before" as const },
  { at, when: "after" as const },
]);

describe.each([1, 4])("a client that asks %d guards", (guards) => {
  it.each(steps)(
    "and crashes $when step $at pays once at most, and not twice when it comes back",
    async ({ at, when }) => {
      const world = await openWorld({ guards });
      world.creator.stop();
      const crash = crashing(at, when);
      const first = await world.economy.client(1, crash);
      const before = Promise.race([pay(world, first), world.clock.after(5_000).then(() => false)]);
      await world.clock.advance(10_000);
      const saidSo = await before;
      first.stop();

      const second = await world.economy.client(1);
      await second.idle();
      await world.clock.advance(60_000);
      const afterCrash = paidBy(second, world);
      expect(afterCrash === 0n || afterCrash === 100n).toBe(true);
      if (saidSo) expect(afterCrash).toBe(100n);

      const third = pay(world, second);
      await world.clock.advance(60_000);
      expect(await third).toBe(true);
      expect(paidBy(second, world)).toBe(afterCrash + 100n);
    },
  );
});

describe("two clients with one key", () => {
  it("cannot both have an operation of one number: the one that comes second is told, and goes on after it", async () => {
    const world = await openWorld();
    const twin = await world.economy.client(1, { onCopy: true });
    expect(await pay(world, world.creator)).toBe(true);
    expect(await pay(world, twin, 7n)).toBe(false);
    expect(paidBy(twin, world)).toBe(100n);
    expect(await pay(world, twin)).toBe(true);
    expect(paidBy(twin, world)).toBe(200n);
  });
});

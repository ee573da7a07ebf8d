import type { AskGuards, ManaClient } from "@icn-mesh/economics";
import { describe, expect, it } from "vitest";
import { balanceOf, must } from "../a-job.ts";
import { openWorld, type World } from "../guard/world.ts";

function pay(client: ManaClient, { executor }: World, amount: bigint) {
  return client.perform({ action: { type: "transfer", to: executor.did, unit: "mana", amount } });
}

async function ticks(count: number): Promise<void> {
  for (let tick = 0; tick < count; tick++) await Promise.resolve();
}

describe("an action", () => {
  it("is performed at whatever moment it comes while the one before it is ending", async () => {
    const world = await openWorld();
    const { creator } = world;
    for (let wait = 0; wait < 40; wait++) {
      const before = pay(creator, world, 100_000n);
      await ticks(wait);
      const next = pay(creator, world, 1n);
      expect((await before).ok).toBe(false);
      must(await next);
    }
  });
});

describe("a credit that is learnt while an operation from before a restart is on its way", () => {
  it("is taken in after it, and not only when the client is opened once more", async () => {
    const world = await openWorld();
    const { economy, creator } = world;
    creator.stop();
    const { promise: gate, resolve: openGate } = Promise.withResolvers<void>();
    const down: AskGuards = { ask: () => Promise.reject(new Error("down")) };
    const first = await economy.client(1, { wrapGuards: () => down });
    const lost = pay(first, world, 100n).catch(() => "stopped");
    await world.clock.advance(1);
    first.stop();
    expect(await lost).toBe("stopped");

    const second = await economy.client(1, {
      wrapGuards: (guards) => ({
        ask: (did, request, options) => gate.then(() => guards.ask(did, request, options)),
      }),
    });
    const nonce = new Uint8Array(8).fill(7);
    must(await second.learn(await economy.deposit(second.account, { amount: 30n, unit: "mana", nonce })));
    await ticks(50);
    openGate();
    await second.idle();
    expect(balanceOf(second)).toBe("0+830");
  });
});

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

describe("a client with more waiting than it takes", () => {
  it("refuses one more action, and keeps those that wait", async () => {
    const world = await openWorld();
    const asked = Array.from({ length: 65_537 }, () => pay(world.creator, world, 1n));
    const one = await Promise.race([asked.at(-1), pay(world.creator, world, 1n)]);
    expect(one).toEqual({ ok: false, refusal: { code: "ECONOMICS_BUSY" } });
    world.creator.stop();
    const ended = await Promise.allSettled(asked);
    expect(ended.filter(({ status }) => status === "rejected").length).toBeGreaterThan(60_000);
  });
});

/** A client that was stopped with a payment of 100 on its way, opened again behind a gate. */
async function reopened(world: World) {
  const { economy, creator, clock } = world;
  creator.stop();
  const down: AskGuards = { ask: () => Promise.reject(new Error("down")) };
  const first = await economy.client(1, { wrapGuards: () => down });
  const lost = pay(first, world, 100n).catch(() => "stopped");
  await clock.advance(1);
  first.stop();
  expect(await lost).toBe("stopped");
  const { promise: gate, resolve: openGate } = Promise.withResolvers<void>();
  const client = await economy.client(1, {
    wrapGuards: (guards) => ({
      ask: (did, request, options) => gate.then(() => guards.ask(did, request, options)),
    }),
  });
  return { client, openGate };
}

describe("while an operation from before a restart is on its way", () => {
  it("an action waits for it, and is performed then", async () => {
    const world = await openWorld();
    const { client, openGate } = await reopened(world);
    const paid = pay(client, world, 7n);
    await ticks(50);
    openGate();
    must(await paid);
    expect(balanceOf(client)).toBe("0+793");
  });

  it("a credit that is learnt waits for it, and is taken in then", async () => {
    const world = await openWorld();
    const { client, openGate } = await reopened(world);
    const nonce = new Uint8Array(8).fill(7);
    must(
      await client.learn(await world.economy.deposit(client.account, { amount: 30n, unit: "mana", nonce })),
    );
    await ticks(50);
    openGate();
    await client.idle();
    expect(balanceOf(client)).toBe("0+830");
  });
});

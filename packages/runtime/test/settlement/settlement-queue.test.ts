import {
  type Cid,
  cidOf,
  createMemoryDisk,
  type MemoryDisk,
  type NetworkId,
  type Storage,
} from "@icn-mesh/core";
import { createHandClock, createRecordingLogger, type HandClock, sampleDid } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import {
  type ChainSettlement,
  createMemorySettlementChain,
  createSettlementQueue,
  type MemorySettlementChain,
  type SettlementQueue,
} from "../../src/index.ts";
import { createCrashingStorage, openInMemory } from "../../src/testing/index.ts";
import { aMesh, nodeAt, settled, submit } from "../a-mesh.ts";

const payee = sampleDid(3);
const net = cidOf(Uint8Array.of(0xa0)) as string as NetworkId;

interface Setting {
  readonly disk: MemoryDisk;
  readonly chain: MemorySettlementChain;
  readonly clock: HandClock;
  readonly queue: SettlementQueue;
}

async function aQueue(changes: Partial<Setting> & { readonly storage?: Storage } = {}): Promise<Setting> {
  const {
    disk = createMemoryDisk(),
    chain = createMemorySettlementChain(),
    clock = createHandClock({ settle }),
  } = changes;
  const { storage = openInMemory(disk) } = changes;
  const logger = createRecordingLogger();
  const queue = createSettlementQueue({ chain, storage, clock, logger });
  await queue.start();
  return { disk, chain, clock, queue };
}

function settlementAt(index: number, amount = 10n): ChainSettlement {
  const credits = [{ to: payee, amount }];
  const settlement = {
    type: "pay",
    slot: `settlement ${index}`,
    unit: "mana",
    taken: amount,
    credits,
  } as const;
  return { id: idAt(index), net, settlement };
}

function idAt(index: number): Cid {
  return cidOf(new TextEncoder().encode(`assignment ${index}`), "raw");
}

/** Lets time pass and blocks be made, until what was taken in is final or refused. */
async function untilOver({ clock, chain, queue }: Setting, id: Cid): Promise<void> {
  for (let round = 0; round < 50; round++) {
    const state = (await queue.find(id))?.state;
    if (state === "final" || state === "refused") return;
    await clock.advance(5000);
    chain.mine();
  }
  throw new Error("it does not end");
}

describe("a queue of settlements", () => {
  it("C-19: brings a settlement to its chain, and says in which transaction and under which name", async () => {
    const setting = await aQueue();
    const { chain, queue, clock } = setting;
    expect(await queue.add(settlementAt(1))).toBe(true);
    await clock.advance(0);
    expect(await queue.find(idAt(1))).toMatchObject({
      state: "submitted",
      transaction: "memory-1",
      block: null,
    });
    await untilOver(setting, idAt(1));
    const entry = { state: "final", chainId: chain.idOf(idAt(1)), transaction: "memory-1", submissions: 1 };
    expect(await queue.find(idAt(1))).toMatchObject(entry);
    expect(chain.paidTo(payee, "mana")).toBe(10n);
    await queue.stop();
  });

  it("takes a settlement in once, also when it is over", async () => {
    const setting = await aQueue();
    await setting.queue.add(settlementAt(1));
    const again = await setting.queue.add(settlementAt(1));
    await untilOver(setting, idAt(1));
    const late = await setting.queue.add(settlementAt(1));
    expect({ again, late, submissions: setting.chain.submissions }).toEqual({
      again: false,
      late: false,
      submissions: 1,
    });
    await setting.queue.stop();
  });

  it("C-19: waits while the chain does not answer, says so, and goes on when it does", async () => {
    const setting = await aQueue();
    const { chain, queue, clock } = setting;
    chain.cut();
    await queue.add(settlementAt(1));
    await clock.advance(100_000);
    expect([queue.isReachable, (await queue.find(idAt(1)))?.state]).toEqual([false, "queued"]);
    chain.heal();
    await untilOver(setting, idAt(1));
    expect(queue.isReachable).toBe(true);
    expect(chain.paidTo(payee, "mana")).toBe(10n);
    await queue.stop();
  });

  it("hands in again what a fork of the chain has undone, and it counts once", async () => {
    const setting = await aQueue();
    const { chain, queue, clock } = setting;
    await queue.add(settlementAt(1));
    await clock.advance(0);
    chain.mine(2);
    await clock.advance(5000);
    expect(await queue.find(idAt(1))).toMatchObject({ state: "submitted", block: 0 });
    chain.fork(2);
    await clock.advance(5000);
    expect(await queue.find(idAt(1))).toMatchObject({ state: "submitted", block: null, submissions: 2 });
    await untilOver(setting, idAt(1));
    expect(chain.paidTo(payee, "mana")).toBe(10n);
    await queue.stop();
  });

  it("C-19: keeps what the chain refuses, with its reason, until somebody has it tried again", async () => {
    const setting = await aQueue();
    const { chain, queue, clock } = setting;
    chain.refuse(idAt(1), "reverted: no such escrow");
    await queue.add(settlementAt(1));
    await queue.add(settlementAt(2));
    await untilOver(setting, idAt(1));
    await untilOver(setting, idAt(2));
    const refused = [];
    for await (const { id, reason } of queue.refused()) refused.push({ id, reason });
    expect(refused).toEqual([{ id: idAt(1), reason: "reverted: no such escrow" }]);
    expect([await queue.retry(idAt(1)), await queue.retry(idAt(2))]).toEqual([true, false]);
    await clock.advance(5000);
    expect((await queue.find(idAt(1)))?.state).toBe("refused");
    await queue.stop();
  });

  it("hears of every settlement of a node's jobs", async () => {
    const setting = await aQueue();
    const { chain, queue } = setting;
    const mesh = await aMesh({ nodes: 2, node: (index) => (index === 0 ? { settlements: queue } : {}) });
    const jobs = [await submit(mesh), await submit(mesh)];
    await settled(mesh);
    for (const job of jobs) {
      const view = await nodeAt(mesh, 0).context.job(job);
      await untilOver(setting, view?.lifecycle.receipt?.body.assignment as Cid);
    }
    expect(chain.submissions).toBe(2);
    expect(chain.paidTo(nodeAt(mesh, 1).did, "mana")).toBe(2n);
    await mesh.stop();
    await queue.stop();
  });

  it("goes on after a crash at any commit, and everything is paid once", async () => {
    let boundaries = 0;
    for (let after = 1; after <= 40; after++) {
      const { crashed, paid } = await playWithCrash(after);
      expect(paid).toBe(60n);
      if (!crashed) break;
      boundaries = after;
    }
    expect(boundaries).toBeGreaterThan(8);
    expect(boundaries).toBeLessThan(40);
  });
});

const SETTLEMENTS = [1, 2, 3];

/** Three settlements, with a crash after the commit of a number. */
async function playWithCrash(commit: number): Promise<{ readonly crashed: boolean; readonly paid: bigint }> {
  let crashed = false;
  const disk = createMemoryDisk();
  const onCrash = () => {
    crashed = true;
  };
  const storage = createCrashingStorage(openInMemory(disk), { commit, when: "after", onCrash });
  const first = await aQueue({ disk, storage });
  for (const index of SETTLEMENTS) await first.queue.add(settlementAt(index, 20n)).catch(() => undefined);
  for (let round = 0; round < 8; round++) {
    await first.clock.advance(5000);
    first.chain.mine();
  }
  await first.queue.stop();
  const second = await aQueue({ disk, chain: first.chain, clock: first.clock });
  for (const index of SETTLEMENTS) await second.queue.add(settlementAt(index, 20n));
  for (const index of SETTLEMENTS) await untilOver(second, idAt(index));
  await second.queue.stop();
  return { crashed, paid: first.chain.paidTo(payee, "mana") };
}

/** Enough turns of the microtask queue for what one moment brings about. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 400; turn++) await Promise.resolve();
}

import { assignmentRecord, type Signer } from "@icn-mesh/core";
import { linkSlot, type ManaClient } from "@icn-mesh/economics";
import fc from "fast-check";
import { expect, it } from "vitest";
import { agreeOn } from "../a-job.ts";
import { MINUTE, openWorld, type World } from "../guard/world.ts";

/** Signs as another does, and remembers which assignments. */
function recording() {
  const bodies = new Map<string, Set<string>>();
  const wrap = (signer: Signer): Signer => ({
    ...signer,
    async sign(message) {
      const read = assignmentRecord.codec.decode(message);
      if (read.ok) {
        const slot = linkSlot(read.value.hold, read.value.seq);
        bodies.set(slot, (bodies.get(slot) ?? new Set()).add(message.toString()));
      }
      return signer.sign(message);
    },
  });
  return { bodies, wrap };
}

/** A manager whose way to the guards can be cut, and who can be restarted. */
interface Manager {
  readonly world: World;
  readonly asked: Promise<unknown>[];
  client: ManaClient;
  isCut: boolean;
  reopen(): Promise<void>;
}

async function openManager(wrapSigner: (signer: Signer) => Signer): Promise<Manager> {
  const world = await openWorld();
  const manager: Manager = {
    world,
    asked: [],
    client: world.creator,
    isCut: false,
    async reopen() {
      manager.client.stop();
      manager.client = await world.economy.client(1, {
        wrapSigner,
        wrapGuards: (guards) => ({
          ask: (...asked) => (manager.isCut ? Promise.reject(new Error("cut off")) : guards.ask(...asked)),
        }),
      });
    },
  };
  await manager.reopen();
  return manager;
}

function agree({ world, client }: Manager, who: number) {
  const { economy, held, clock } = world;
  const claimBy = clock.now() + 10 * MINUTE;
  return agreeOn(economy, client, { job: held.job, executor: economy.signer(who), claimBy });
}

const turns: Readonly<Record<string, (manager: Manager, who: number) => unknown>> = {
  offer: agree,
  sign: async (manager, who) => manager.client.signAssignment(await agree(manager, who)),
  async certify(manager, who) {
    const signed = await manager.client.signAssignment(await agree(manager, who));
    if (signed.ok) manager.asked.push(manager.client.certifyAssignment(signed.value));
  },
  close(manager) {
    const { hold, job } = manager.world.held;
    manager.asked.push(manager.client.close(hold, job.bytes));
  },
  restart: (manager) => manager.reopen(),
  cut: (manager) => Object.assign(manager, { isCut: true }),
  mend: (manager) => Object.assign(manager, { isCut: false }),
  wait: (manager) => manager.world.clock.advance(4 * MINUTE),
};

const lives = fc.array(
  fc.record({
    turn: fc.constantFrom(...Object.keys(turns), "sign", "certify"),
    who: fc.integer({ min: 2, max: 4 }),
  }),
  { minLength: 4, maxLength: 14 },
);

it("a manager, whoever answers it and whatever befalls it, never signs two assignments for one link", async () => {
  let links = 0;
  await fc.assert(
    fc.asyncProperty(lives, async (life) => {
      const { bodies, wrap } = recording();
      const manager = await openManager(wrap);
      for (const { turn, who } of life) {
        await turns[turn]?.(manager, who);
        await manager.world.clock.advance(1);
      }
      manager.client.stop();
      await Promise.allSettled(manager.asked);
      links += bodies.size;
      for (const { size } of bodies.values()) expect(size).toBe(1);
    }),
    { numRuns: 60 },
  );
  expect(links).toBeGreaterThan(30);
});

import { createMemoryStorage, type HoldId } from "@icn-mesh/core";
import { audit, balanceOf, type ManaClient } from "@icn-mesh/economics";
import { copyDisk, sampleJob } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { agreeOn, embed, must } from "../a-job.ts";
import { MINUTE, openWorld, receiptFor, type World } from "../guard/world.ts";
import { crashing, type Moment } from "./crashing.ts";

type Job = ReturnType<typeof sampleJob>;

/** What a creator writes down apart from its mana: the drafts of its job, and what its executor has agreed to. */
interface Notebook {
  readonly drafts: Job[];
  agreed: Awaited<ReturnType<typeof agreeOn>> | undefined;
}

/** Does a whole job, from wherever an earlier life has left it. */
async function runJob(world: World, client: ManaClient, notes: Notebook): Promise<void> {
  await client.idle();
  const { economy, executor, clock } = world;
  const job = notes.drafts.find((draft) => isKnown(client, draft)) ?? (await holdNew(world, client, notes));
  const { hold } = job.body;
  const known = client.ledger.hold(hold);
  if (known !== undefined && !known.closed) {
    const claimBy = clock.now() + 10 * MINUTE;
    notes.agreed ??= await agreeOn(economy, client, { job, executor, claimBy });
    const offer = must(await client.signAssignment(notes.agreed));
    must(await client.certifyAssignment(offer));
    const shown = [embed(await receiptFor(world, offer.assignment))];
    must(await client.settle(offer.assignment.cid, shown));
    must(await client.close(hold, job.bytes));
  }
  await client.idle();
}

/** Held, or received back already. */
function isKnown({ ledger, account }: ManaClient, { cid, body: { hold } }: Job): boolean {
  const known = ledger.hold(hold);
  return known === undefined
    ? (ledger.account(account)?.next ?? 0) > hold.seq + 1 && !ledger.account(account)?.heldJobs.has(cid)
    : known.job === cid;
}

async function holdNew(world: World, client: ManaClient, notes: Notebook): Promise<Job> {
  const { economy, clock } = world;
  const place = must(
    await client.perform({
      action(hold: HoldId) {
        const draft = sampleJob(economy.federation.net, hold);
        notes.drafts.push(draft);
        const expiresAt = clock.now() + 60 * MINUTE;
        return { type: "hold", job: draft.cid, unit: "mana", amount: 100n, expiresAt };
      },
    }),
  );
  return notes.drafts.find(({ body }) => body.hold.seq === place.seq)!;
}

/** The life of a client that crashes at a step; how many steps it took. */
async function crashAt(
  world: World,
  notes: Notebook,
  { at, when }: { at: number; when: Moment },
): Promise<number> {
  const crash = crashing(at, when);
  const client = await world.economy.client(1, crash);
  const life = runJob(world, client, notes).catch(() => undefined);
  await Promise.race([life, world.clock.advance(2 * MINUTE)]);
  client.stop();
  await life;
  return crash.steps;
}

const moments: readonly Moment[] = ["before", "after"];

describe.each([1, 4])("a client of %d guards that crashes between any two steps of a job", (guards) => {
  it.each(moments)("(%s the step) pays once and has all the rest when it comes back", async (when) => {
    let lastStep = 0;
    for (let at = 1; at <= lastStep + 1; at++) {
      const world = await openWorld({ guards, changes: { feeBp: 0 } });
      world.creator.stop();
      const notes: Notebook = { drafts: [], agreed: undefined };
      const steps = await crashAt(world, notes, { at, when });
      if (steps >= at) lastStep = at;
      const client = await world.economy.client(1);
      const again = runJob(world, client, notes);
      await world.clock.advance(5 * MINUTE);
      await again;
      // The world's own hold of 100 stays open.
      expect(balanceOf(client.ledger, client.account, "mana")).toMatchObject({ earned: 820n, held: 100n });
      const { federation, verifier } = world.economy;
      for (const { disk } of world.economy.guards) {
        const storage = createMemoryStorage({ disk: copyDisk(disk) });
        expect((await audit({ federation, verifier, storage })).findings).toEqual([]);
      }
    }
    expect(lastStep).toBeGreaterThan(8);
  });
});

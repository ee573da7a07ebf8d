import {
  type Action,
  assignmentRecord,
  cidOf,
  operationRecord,
  type RecordBody,
  type RecordDefinition,
} from "@icn-mesh/core";
import {
  economicsRecords,
  type Invariant,
  linkSlot,
  type MoneyFact,
  operationSlot,
} from "@icn-mesh/economics";
import { sampleClose, sampleLink, sampleOperation, sampleResult } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { embed, must } from "../a-job.ts";
import { assign, MINUTE, openWorld, receiptFor, type World } from "../guard/world.ts";
import { openPlanted, type Planted } from "./planted.ts";

interface Plant {
  readonly promise: Invariant;
  readonly what: string;
  /** Plants it, and says which slot an audit has to name. */
  readonly plant: (world: World, store: Planted) => Promise<string>;
}

const ledgerOf = ({ economy }: World) => economy.guards[0]!.current.ledger;

/** An operation as the account's next one, or changed. */
async function plantOperation(world: World, store: Planted, does: readonly Action[]): Promise<string> {
  const { body } = sampleOperation(ledgerOf(world), world.creator.account, does);
  return plantBody(store, operationRecord, { body });
}

function plantBody<Body extends RecordBody>(
  store: Planted,
  definition: RecordDefinition<Body>,
  { body, name }: { readonly body: Body; readonly name?: string },
): Promise<string> {
  const bytes = definition.codec.encode(body);
  const type = definition === (operationRecord as unknown) ? "operation" : "assignment";
  return store.plant({ type, cid: cidOf(bytes), body } as unknown as MoneyFact, bytes, name);
}

const burn = (amount: bigint): Action => ({ type: "burn", unit: "mana", amount });

const plants: readonly Plant[] = [
  {
    promise: "I-01",
    what: "a close that pays out less than it takes",
    async plant(world, store) {
      const { settlement } = sampleClose(ledgerOf(world), world.held.hold);
      const credits = settlement.credits.map(({ to, amount }) => ({ to, amount: amount - 1n }));
      await store.plant({ type: "settlement", settlement: { ...settlement, credits } }, null);
      return "mana";
    },
  },
  {
    promise: "I-02",
    what: "an operation that spends more than there is",
    plant: (world, store) => plantOperation(world, store, [burn(901n)]),
  },
  {
    promise: "I-03",
    what: "two operations of one number",
    async plant(world, store) {
      const { body } = sampleOperation(ledgerOf(world), world.creator.account, [burn(1n)]);
      await plantBody(store, operationRecord, { body });
      return plantBody(store, operationRecord, { body: { ...body, do: [burn(2n)] }, name: "copy" });
    },
  },
  {
    promise: "I-04",
    what: "a hold that ends twice",
    async plant(world, store) {
      const first = sampleClose(ledgerOf(world), world.held.hold);
      await store.plant(first, null);
      const slot = linkSlot(world.held.hold, 1);
      await store.plant({ type: "settlement", settlement: { ...first.settlement, slot } }, null);
      return slot.slice(0, slot.lastIndexOf(" "));
    },
  },
  {
    promise: "I-05",
    what: "a credit that is taken in twice",
    async plant(world, store) {
      const [consumed = ""] = ledgerOf(world).account(world.creator.account)?.consumed ?? [];
      const [slot = ""] = consumed.split("#");
      await plantOperation(world, store, [{ type: "receive", slot, index: 0 }]);
      return consumed;
    },
  },
  {
    promise: "I-06",
    what: "an assignment that costs more than its hold",
    plant(world, store) {
      const { held, executor } = world;
      const { body } = sampleLink(ledgerOf(world), held.hold, {
        executor: executor.did,
        price: 101n,
        job: held.job.cid,
      });
      return plantBody(store, assignmentRecord, { body });
    },
  },
  {
    promise: "I-06",
    what: "a close that pays out more than it takes",
    plant(world, store) {
      const { settlement } = sampleClose(ledgerOf(world), world.held.hold);
      const credits = settlement.credits.map(({ to, amount }) => ({ to, amount: amount + 1n }));
      return store.plant({ type: "settlement", settlement: { ...settlement, credits } }, null);
    },
  },
  {
    promise: "I-08",
    what: "an epoch that is claimed twice",
    async plant(world, store) {
      const epoch = world.economy.federation.epochAt(world.clock.now());
      await plantOperation(world, store, [
        { type: "regenerate", epoch },
        { type: "regenerate", epoch },
      ]);
      return `${world.creator.account} ${epoch}`;
    },
  },
  {
    promise: "I-09",
    what: "an operation of another network",
    async plant(world, store) {
      const { body } = sampleOperation(ledgerOf(world), world.creator.account, [burn(1n)]);
      return plantBody(store, operationRecord, { body: { ...body, net: world.held.job.cid as never } });
    },
  },
];

describe.each([1, 4])("the audit of a store of one of %d guards", (guards) => {
  it("has nothing to say against what honest guards have certified", async () => {
    const world = await openWorld({ guards });
    expect(await openPlanted(world).findings()).toEqual([]);
  });

  it.each(plants)("finds $what, as $promise, and names the place", async ({ promise, plant }) => {
    const world = await openWorld({ guards });
    await teach(world);
    const store = openPlanted(world);
    const slot = await plant(world, store);
    expect(await store.findings()).toContainEqual(expect.objectContaining({ invariant: promise, slot }));
  });

  it("finds a result that was shown in time and lapsed all the same, as I-07", async () => {
    const world = await openWorld({ guards });
    const { creator, clock, economy } = world;
    await teach(world);
    const assignment = await assign(world);
    const receipt = embed(await receiptFor(world, assignment));
    await clock.advance(20 * MINUTE);
    const late = world.economy.client(2);
    must(
      await (await late).learn(
        (await creator.proof(operationSlot(economy.federation.net, creator.account, 1)))!,
      ),
    );
    const ask = { type: "settle", assignment: assignment.cid, shown: [receipt] } as const;
    const link = await creator.proof(linkSlot(world.held.hold, 0));
    for (const { current } of economy.guards)
      await current.ask({ ask: { ...ask, shown: [receipt] }, proofs: [link!] }, world.executor.did);
    const settled = must(await creator.settle(assignment.cid, []));
    await economy.guards[0]!.current.ask(
      { ask: { type: "learn" }, proofs: [settled.proof] },
      creator.account,
    );
    const store = openPlanted(world);
    store.disk.blocks.set(sampleResult, Uint8Array.of(1, 2, 3));
    const showing = economicsRecords.find(({ type }) => type === "icn-mesh/showing/1")!;
    const at = assignment.body.claimBy - 1;
    const bytes = showing.codec.encode({ t: "icn-mesh/showing/1", at, ...receipt } as never);
    store.disk.blocks.set(cidOf(bytes), bytes);
    store.disk.refs.set(`mana/${economy.federation.net}/shown/${assignment.cid}`, cidOf(bytes));
    expect(await store.findings()).toContainEqual(
      expect.objectContaining({ invariant: "I-07", slot: settled.certified.certificate.slot }),
    );
  });
});

describe("the audit of an only guard", () => {
  it("finds a regeneration without the charter's word, as I-08", async () => {
    const world = await openWorld();
    must(await world.creator.regenerate());
    const store = openPlanted(world);
    const slot = operationSlot(world.economy.federation.net, world.creator.account, 2);
    const ballot = economicsRecords.find(({ type }) => type === "icn-mesh/ballot/1")!;
    store.replace(`mana/${world.economy.federation.net}/vote/${slot}`, (bytes) => {
      const entry = ballot.codec.parse(bytes) as { readonly keeps: readonly string[] };
      return ballot.codec.encode({ ...entry, keeps: entry.keeps.slice(0, 1) } as never);
    });
    expect(await store.findings()).toContainEqual(expect.objectContaining({ invariant: "I-08", slot }));
  });
});

/** Shows the first guard all that the creator can prove, so that its ledger is whole. */
async function teach({ economy, creator }: World): Promise<void> {
  const { net } = economy.federation;
  const [consumed = ""] = creator.ledger.account(creator.account)?.consumed ?? [];
  const slots = [
    consumed.replace(/#\d+$/, ""),
    ...[0, 1].map((seq) => operationSlot(net, creator.account, seq)),
  ];
  const proofs = await Promise.all(slots.map((slot) => creator.proof(slot)));
  for (const { current } of economy.guards)
    await current.ask(
      { ask: { type: "learn" }, proofs: proofs.filter((proof) => proof !== undefined) },
      creator.account,
    );
}

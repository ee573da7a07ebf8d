import { certificateCodec, cidOf, operationRecord, signRecord } from "@icn-mesh/core";
import { economicsRecords } from "@icn-mesh/economics";
import { describe, expect, it } from "vitest";
import { drawPlan, runPlan, type SimReport, type World } from "../../src/index.ts";
import { ALL_INVARIANTS } from "../../src/invariants/all-invariants.ts";

/** Breaks a world that has kept its promises, so that the checker of one has something to see. */
type Sabotage = (world: World) => void | Promise<void>;

/** Each of them plants at the end of a run what a checker exists for. */
const AT_END: Readonly<Record<string, Sabotage>> = {
  "I-01": ({ federations: [first] }) =>
    change(first?.truth.books, {
      totals: () => ({ minted: 1n, balances: 0n, held: 0n, credits: 0n, burned: 0n }),
    }),
  "I-02": (world) => change(contextIn(world), { balance: () => ({ free: -1n }) }),
  "I-03": ({ nodes: [first] }) => {
    const { blocks } = must(first).machine.disk;
    const [, knownEntry] = economicsRecords;
    const [known] = [...blocks.values()].flatMap((bytes) => {
      const read = knownEntry.codec.decode(bytes);
      return read.ok ? [read.value] : [];
    });
    const said = certificateCodec.parse(must(known).certificate);
    const certificate = certificateCodec.encode({ ...said, outcome: cidOf(new Uint8Array(1)) });
    const bytes = knownEntry.codec.encode({ ...must(known), certificate });
    blocks.set(cidOf(bytes), bytes);
  },
  "I-04": ({ federations: [first] }) => {
    for (const hold of must(first).truth.books.holds.values()) change(hold, { closes: 2 });
  },
  "I-07": ({ federations: [first] }) => {
    for (const hold of must(first).truth.books.holds.values()) change(hold, { isReceivedBack: false });
  },
  "I-11": ({ guards: [first] }) =>
    void must(first).machine.disk.blocks.set(cidOf(new Uint8Array(1)), new Uint8Array(2)),
  "I-12": (world) =>
    changeEvidence(world, ({ entries, ...rest }) => ({
      ...rest,
      entries: entries.map((entry) => ({ ...entry, sig: new Uint8Array(64) })),
    })),
  "I-14": (world) =>
    changeEvidence(world, ({ facts, ...rest }) => ({
      ...rest,
      // Two things under one name: which of them counts depends on their order.
      facts: facts.flatMap((fact) => [fact, "executor" in fact.body ? other(fact) : fact]),
    })),
  "I-15": (world) =>
    changeEvidence(world, (evidence) => ({ ...evidence, facts: evidence.facts.slice(0, -1) })),
  "I-18": (world) => change(contextIn(world), { jobs: async () => ({ jobs: Array.from({ length: 50 }) }) }),
  "I-19": ({ federations, nodes }) => {
    for (const { truth } of federations) for (const { machine } of nodes) truth.honest.add(machine.did);
  },
  "I-20": (world) => change(contextIn(world), { job: async () => undefined }),
  "I-26": async ({ federations: [first], keys }) => {
    const { truth, nodes } = must(first);
    const found = truth.overheard.requests.find(({ ask }) => ask.type === "operation");
    if (found?.ask.type !== "operation") throw new Error("nobody has asked for an operation");
    const body = operationRecord.codec.parse(found.ask.operation.body);
    const owner = must(nodes.find(({ machine }) => machine.did === body.by));
    const twin = await signRecord(
      operationRecord,
      { ...body, prev: cidOf(new Uint8Array(1)) },
      keys.signer(owner.plan.name),
    );
    const operation = { body: twin.bytes, sig: twin.sig };
    (truth.overheard.requests as unknown[]).push({ ...found, ask: { ...found.ask, operation } });
  },
  "I-30": ({ nodes }) => {
    for (const [index, { machine }] of nodes.entries()) {
      const context = must(machine.running).runtime.context;
      change(context.heads, { roots: async () => [] });
      if (index === 0) change(context, { reputation: () => 77 });
    }
  },
  "I-35": (world) => change(must(world.nodes[0]).machine.running?.runtime, { open: 3 }),
};

describe("ALL_INVARIANTS", () => {
  it.each(Object.keys(AT_END))("sees what breaks %s", async (id) => {
    const { violations } = await runWith(must(AT_END[id]), "atEnd");
    expect(violations.map(({ invariant }) => invariant)).toContain(id);
  });

  it("sees a job that ends twice, I-10", async () => {
    let calls = 0;
    const { violations } = await runWith((world) => {
      const context = world.nodes[0]?.machine.running?.runtime.context;
      const states = ["Completed", "Failed"].map((status) => ({ state: { status } }));
      change(context?.manager, { book: () => states[calls++ % 2] });
    }, "during");
    expect(violations[0]?.invariant).toBe("I-10");
  });

  it("sees nothing where nothing is broken", async () => {
    const { violations, seen } = await runWith(() => undefined, "atEnd");
    expect(violations).toEqual([]);
    expect(seen["equivocation shown"]).toBeGreaterThan(0);
  });

  it("has a promise and a number for each", () => {
    expect(new Set(ALL_INVARIANTS.map(({ id }) => id)).size).toBe(ALL_INVARIANTS.length);
    for (const { promise } of ALL_INVARIANTS) expect(promise).not.toBe("");
  });
});

/** A calm world of three nodes, of which the third signs two operations for one place. */
function runWith(sabotage: Sabotage, when: "during" | "atEnd"): Promise<SimReport> {
  const plan = drawPlan("a calm world", { nodes: 4, federations: 1, jobs: 6, faults: [], actors: [] });
  const nodes = plan.nodes.map((node, index) => ({
    ...node,
    manner: "good" as const,
    actor: index === 2 ? "DoubleSpender" : null,
  }));
  const jobs = plan.jobs.map((job, index) => ({ ...job, by: `node ${index % 3}` }));
  const federations = plan.federations.map((each) => ({ ...each, guards: 3, quorum: 2 }));
  return runPlan(
    { ...plan, federations, nodes, jobs },
    {
      invariants: [
        {
          id: "sabotage",
          promise: "it is broken now",
          hold: (world) => ({ [when]: () => sabotage(world) }),
        },
      ],
    },
  );
}

function contextIn({ nodes: [first] }: World) {
  return must(first).machine.running?.runtime.context;
}

type Evidence = NonNullable<Awaited<ReturnType<NonNullable<ReturnType<typeof contextIn>>["evidence"]>>>;

function changeEvidence(world: World, make: (evidence: Evidence) => Evidence): void {
  const context = must(contextIn(world));
  const { evidence } = context;
  change(context, {
    evidence: async (id: Parameters<typeof evidence>[0]) => make(must(await evidence(id))),
  });
}

function other(fact: Evidence["facts"][number]): Evidence["facts"][number] {
  return { ...fact, body: { ...fact.body, attempt: 7 } } as Evidence["facts"][number];
}

/** What a world shows is read-only for everybody but a saboteur. */
function change(target: object | undefined, changes: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(changes))
    Object.defineProperty(must(target), name, { value, configurable: true });
}

function must<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("the world is not as the test needs it");
  return value;
}

import {
  type Block,
  type BlockInput,
  type Cid,
  cidFromBytes,
  cidOf,
  cidToBytes,
  type KeptLinks,
  type Projection,
  type RefChange,
  type Storage,
  type StorageOptions,
} from "@icn-mesh/core";
import { collect } from "@icn-mesh/core/testing";
import fc from "fast-check";
import { expect } from "vitest";

// A store against the plainest model of it: two maps, and reachability by recursion.

const CID_BYTES = 36;

/** A raw block that keeps the blocks it is given: its bytes are their CIDs. */
function keeper(...kept: readonly Cid[]): Block & BlockInput {
  const bytes = Uint8Array.from(kept.flatMap((cid) => [...cidToBytes(cid)]));
  return { codec: "raw", cid: cidOf(bytes, "raw"), bytes };
}

const keptLinks: KeptLinks = ({ bytes }) =>
  Array.from({ length: bytes.length / CID_BYTES }, (_, index) =>
    cidFromBytes(bytes.slice(index * CID_BYTES, (index + 1) * CID_BYTES)),
  );

/** A row for every ref under `c/`: the length of the block that it points at. */
const lengths: Projection = {
  model: "lengths",
  version: 1,
  prefix: "c/",
  project: ({ name, to }, view) => [
    { key: name, value: to === null ? null : Uint8Array.of(view.block(to)?.length ?? 255) },
  ],
};

const first = keeper();
const second = keeper(first.cid);
const third = keeper(second.cid, first.cid);
const fourth = keeper(third.cid);
const blocks = [first, second, third, fourth];

const target = fc.option(fc.constantFrom(...blocks), { nil: null });
const change = fc.record({
  name: fc.constantFrom("a", "b", "c/1", "c/2"),
  right: fc.boolean(),
  expect: target,
  to: target,
});
const commit = fc.record({
  do: fc.constant("commit" as const),
  blocks: fc.subarray(blocks),
  refs: fc.uniqueArray(change, { selector: ({ name }) => name }),
});
const commits = fc.record({
  do: fc.constant("together" as const),
  commits: fc.array(commit, { maxLength: 4 }),
});
const sweep = fc.record({ do: fc.constant("sweep" as const), blocks: fc.subarray(blocks) });
const reopen = fc.constant({ do: "reopen" as const });

type Drawn<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Value> ? Value : never;

interface Model {
  readonly blocks: Set<Cid>;
  readonly refs: Map<string, Cid>;
}

/** Checks that a store does what two maps would do, through commits one by one and together, sweeps and restarts. */
export async function checkAgainstModel(
  makePlace: () => (options: StorageOptions) => Promise<Storage>,
  numRuns: number,
): Promise<void> {
  const step = fc.oneof({ weight: 5, arbitrary: commit }, { weight: 2, arbitrary: commits }, sweep, reopen);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), (steps) => compareSteps(makePlace(), steps)),
    { numRuns },
  );
}

type Step = Drawn<typeof commit | typeof commits | typeof sweep | typeof reopen>;

async function compareSteps(
  open: (options: StorageOptions) => Promise<Storage>,
  steps: readonly Step[],
): Promise<void> {
  const model: Model = { blocks: new Set(), refs: new Map() };
  const options = { projections: [lengths], keptLinks };
  let storage = await open(options);
  for (const next of steps) {
    if (next.do === "reopen") {
      await storage.close();
      storage = await open(options);
    } else await compareStep(storage, model, next);
    await expectSame(storage, model);
  }
  await storage.close();
}

async function compareStep(
  storage: Storage,
  model: Model,
  step: Exclude<Step, { do: "reopen" }>,
): Promise<void> {
  if (step.do === "sweep") await compareSweep(storage, model, step.blocks);
  else await compareCommits(storage, model, step.do === "commit" ? [step] : step.commits);
}

async function compareSweep(storage: Storage, model: Model, swept: readonly Block[]): Promise<void> {
  const cids = swept.map(({ cid }) => cid);
  expect(await storage.sweep(cids)).toEqual(sweepModel(model, cids));
}

/** Commits that are called together are judged in the order of the calls. */
async function compareCommits(
  storage: Storage,
  model: Model,
  drawn: readonly Drawn<typeof commit>[],
): Promise<void> {
  const inputs = drawn.map((each) => ({
    blocks: each.blocks,
    refs: each.refs.map((ref) => refOf(model, ref)),
  }));
  const outcomes = await Promise.all(
    inputs.map((input) => storage.commit(input).catch(({ code }: { code: string }) => code)),
  );
  const expected = inputs.map((input) => commitModel(model, input.blocks, input.refs));
  expect(outcomes).toEqual(expected);
}

function refOf(model: Model, { name, right, expect: other, to }: Drawn<typeof change>): RefChange {
  const actual = model.refs.get(name) ?? null;
  return { name, expect: right ? actual : (other?.cid ?? null), to: to?.cid ?? null };
}

function commitModel(model: Model, added: readonly Block[], refs: readonly RefChange[]) {
  for (const { name, expect: expected } of refs.toSorted((left, right) =>
    left.name < right.name ? -1 : 1,
  )) {
    const actual = model.refs.get(name) ?? null;
    if (actual !== expected) return { ok: false, ref: name, actual };
  }
  const cids = added.map(({ cid }) => cid);
  const stored = new Set([...model.blocks, ...cids]);
  if (refs.some(({ to }) => to !== null && !stored.has(to))) return "CORE_REF_TARGET_MISSING";
  for (const cid of cids) model.blocks.add(cid);
  for (const { name, to } of refs) {
    if (to === null) model.refs.delete(name);
    else model.refs.set(name, to);
  }
  return { ok: true, cids };
}

function sweepModel(model: Model, cids: readonly Cid[]): Cid[] {
  const reaches = (from: Cid, to: Cid): boolean => {
    const block = blocks.find(({ cid }) => cid === from)!;
    return from === to || (model.blocks.has(from) && keptLinks(block).some((link) => reaches(link, to)));
  };
  const isKept = (cid: Cid) => [...model.refs.values()].some((root) => reaches(root, cid));
  const removed = cids.filter((cid) => model.blocks.has(cid) && !isKept(cid));
  for (const cid of removed) model.blocks.delete(cid);
  return removed;
}

async function expectSame(storage: Storage, model: Model): Promise<void> {
  const refs = [...model.refs].toSorted().map(([name, cid]) => ({ name, cid }));
  expect(await collect(storage.refs(""))).toEqual(refs);
  const cids = await collect(storage.cids());
  expect(cids.toSorted()).toEqual([...model.blocks].toSorted());
  for (const cid of cids) {
    expect([...((await storage.get(cid)) ?? [])]).toEqual([
      ...(blocks.find((each) => each.cid === cid)?.bytes ?? []),
    ]);
  }
  const rows = refs
    .filter(({ name }) => name.startsWith("c/"))
    .map(({ name, cid }) => {
      return { key: name, value: Uint8Array.of(blocks.find((block) => block.cid === cid)!.bytes.length) };
    });
  expect((await collect(storage.rows("lengths"))).map(plain)).toEqual(rows.map(plain));
}

/** A driver may answer with a Buffer. */
function plain({ key, value }: { readonly key: string; readonly value: Uint8Array }) {
  return { key, value: [...value] };
}

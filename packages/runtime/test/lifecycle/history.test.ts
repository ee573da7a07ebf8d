import {
  createMemoryStorage,
  createVerifier,
  type Entry,
  entryRecord,
  type JobId,
  openAnyRecord,
  type Storage,
  sealEnvelope,
  signedRecords,
} from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { type ChainLink, createKeptLinks, exportCar, importCar, newestFirst } from "@icn-mesh/dag";
import { checkHistory, foldHistory } from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";
import { type LocalMesh, sampleSpec } from "../../src/testing/index.ts";
import { talkative } from "../a-guest.ts";
import { aMesh, nodeAt, settled, submit } from "../a-mesh.ts";

const chain = { codec: entryRecord.codec, prevOf: ({ prev }: Entry) => prev };

/** The head of a job's history, at the node that manages it. */
async function headOf(mesh: LocalMesh, id: JobId) {
  const { storage } = nodeAt(mesh, 0);
  return ((await storage.ref(`done/${id}`)) ?? (await storage.ref(`job/${id}`)))!;
}

/** Reads a job's history as a stranger would who has nothing but the blocks below its head. */
async function readHistory(
  mesh: LocalMesh,
  id: JobId,
  storage: Pick<Storage, "get"> = nodeAt(mesh, 0).storage,
) {
  const { signer } = nodeAt(mesh, 0);
  const links: ChainLink<Entry>[] = [];
  for await (const link of newestFirst(storage, chain, { head: await headOf(mesh, id) })) links.push(link);
  const facts = [];
  for (const { body } of links) {
    if (body.happened.type !== "fact") continue;
    const opened = openAnyRecord(sealEnvelope(body.happened.sig, (await storage.get(body.happened.cid))!));
    if (!opened.ok) throw new Error(opened.refusal.code);
    facts.push(opened.value);
  }
  const entries = await Promise.all(
    links.map(async ({ cid, body }) => {
      const bytes = entryRecord.codec.encode(body);
      return { cid, body, bytes, sig: await signer.sign(bytes), slot: entryRecord.slotOf(body, cid) };
    }),
  );
  return { job: facts.find(({ cid }) => cid === (id as string)) as never, entries, facts };
}

describe("the history of a job", () => {
  it("AC-080: can be rebuilt from its blocks alone, and comes to what the node says", async () => {
    const mesh = await aMesh({ node: () => ({ runner: talkative }) });
    const job = await submit(mesh);
    await settled(mesh);
    const history = await readHistory(mesh, job);
    const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
    const rebuilt = foldHistory(history).lifecycle;
    expect(rebuilt).toEqual(lifecycle);
    expect(rebuilt.bids).toHaveLength(2);
    expect(rebuilt.partialOutputs).toHaveLength(1);
    const shuffled = foldHistory({
      ...history,
      entries: history.entries.toReversed(),
      facts: [...history.facts, ...history.facts],
    });
    expect(shuffled.lifecycle).toEqual(rebuilt);
    await mesh.stop();
  });

  it("AC-080, AC-082: is whole in an exported CAR, with its bids, checkpoints, outputs and receipt", async () => {
    const mesh = await aMesh({ node: () => ({ runner: talkative }) });
    const job = await submit(mesh);
    await settled(mesh);
    const head = await headOf(mesh, job);
    // The records alone: what they name of payloads is not part of the history.
    const onLeftOut = (): void => undefined;
    const car = exportCar(nodeAt(mesh, 0).storage, [head], {
      keptLinks: createKeptLinks([...signedRecords]),
      onLeftOut,
    });
    const elsewhere = createMemoryStorage();
    const keep = () => ({ refs: [{ name: "job", expect: null, to: head }] });
    expect(await importCar({ storage: elsewhere, clock: mesh.clock }, car, { keep })).toMatchObject({
      ok: true,
    });
    const history = await readHistory(mesh, job, elsewhere);
    const rebuilt = foldHistory(history).lifecycle;
    expect(rebuilt).toEqual((await nodeAt(mesh, 0).context.job(job))!.lifecycle);
    const { bids, assignments, receipts, checkpoints, partialOutputs, progress } = rebuilt;
    const sizes = [bids, assignments, receipts, checkpoints, partialOutputs].map((each) => each.length);
    expect(sizes).toEqual([2, 1, 1, 1, 1]);
    expect(progress.length).toBeGreaterThan(0);
    expect(rebuilt.job.body.spec).toEqual(sampleSpec());
    await mesh.stop();
  });

  it("holds before a stranger that believes nothing but signatures", async () => {
    const mesh = await aMesh();
    const job = await submit(mesh);
    await settled(mesh);
    const history = await readHistory(mesh, job);
    const verifier = createVerifier({ engine: nodeCryptoEngine() });
    expect(checkHistory(history, verifier.verify).findings).toEqual([]);
    await mesh.stop();
  });
});

import { entryRecord, type JobId, openAnyRecord, sealEnvelope } from "@icn-mesh/core";
import { type ChainLink, newestFirst } from "@icn-mesh/dag";
import { checkHistory, foldHistory } from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";
import { createSampleRunner, type LocalMesh } from "../../src/testing/index.ts";
import { aMesh, nodeAt, settled, submit } from "../a-mesh.ts";

const chain = {
  codec: entryRecord.codec,
  prevOf: ({ prev }: { prev: Parameters<typeof String>[0] }) => prev,
};

/** Reads a job's history as a stranger would who has nothing but the blocks below its ref. */
async function readHistory(mesh: LocalMesh, id: JobId) {
  const { storage, signer } = nodeAt(mesh, 0);
  const head = (await storage.ref(`done/${id}`)) ?? (await storage.ref(`job/${id}`));
  const links: ChainLink<ReturnType<typeof entryRecord.codec.parse>>[] = [];
  for await (const link of newestFirst(storage, chain as never, { head })) links.push(link as never);
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
    const guest = createSampleRunner({
      echo: async (_, options) => {
        await options.onProgress?.({ stage: "one", percent: 3000, message: "" });
        await options.onPartialOutput?.({ outputId: "part", stage: "one", bytes: Uint8Array.of(7) });
        return { type: "ok", result: Uint8Array.of(1), outputs: new Map() };
      },
    });
    const mesh = await aMesh({ node: () => ({ runner: guest }) });
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

  it("holds before a stranger that believes nothing but signatures", async () => {
    const mesh = await aMesh();
    const job = await submit(mesh);
    await settled(mesh);
    const history = await readHistory(mesh, job);
    const verifier = (await import("@icn-mesh/core")).createVerifier({
      engine: (await import("@icn-mesh/core/node")).nodeCryptoEngine(),
    });
    expect(checkHistory(history, verifier.verify).findings).toEqual([]);
    await mesh.stop();
  });
});

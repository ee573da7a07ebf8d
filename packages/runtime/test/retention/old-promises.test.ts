import { type Cid, createMemoryDisk } from "@icn-mesh/core";
import { createHandClock, createRecordingLogger } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import {
  createMemorySettlementChain,
  createRetention,
  createSettlementQueue,
  type Pruned,
} from "../../src/index.ts";
import { type LocalMesh, openInMemory, sampleSpec } from "../../src/testing/index.ts";
import { LOCAL_KEPT_LINKS } from "../../src/testing/open-local-node.ts";
import { aMesh, nodeAt, settled } from "../a-mesh.ts";
import { DAY_MS, NEVER } from "./never.ts";

const HOUR_MS = 3_600_000;

describe("what a node has promised in mutual aid", () => {
  it("is kept as long as a request could come back or counts in an offer, and gone after that", async () => {
    const mesh = await aMesh({ nodes: 2 });
    const [owner, requester] = [nodeAt(mesh, 0), nodeAt(mesh, 1)];
    const terms = { spec: sampleSpec(), cost: 100n, tags: ["food"], forMs: 12 * HOUR_MS };
    const offered = await done(mesh, owner.context.aid.offer(terms));
    const asked = await done(mesh, requester.context.aid.request({ tags: ["food"], forMs: HOUR_MS }));
    expect([offered.ok, asked.ok]).toEqual([true, true]);
    await mesh.until(() => answersAt(mesh) === 1);
    await settled(mesh);
    expect((await prune(mesh)).gone.aid).toBe(0);
    expect(owner.context.aid.list().templates[0]?.offer).toEqual({ used: 1, atMost: 1 });
    await mesh.advance(30 * HOUR_MS);
    expect((await prune(mesh)).gone.aid).toBe(0);
    await mesh.advance(8 * HOUR_MS);
    expect((await prune(mesh)).gone.aid).toBe(2);
    await owner.restart();
    expect(owner.context.aid.list()).toEqual({ requests: [], templates: [] });
    await mesh.stop();
  });
});

describe("what a chain was told", () => {
  it("is forgotten with the history of its job, once the chain has it for good", async () => {
    const clock = createHandClock();
    const storage = openInMemory(createMemoryDisk());
    const logger = createRecordingLogger();
    const chain = createMemorySettlementChain();
    const queue = createSettlementQueue({ chain, storage, clock, logger });
    await queue.start();
    const mesh = await aMesh({ nodes: 2, node: (index) => (index === 0 ? { settlements: queue } : {}) });
    await done(mesh, nodeAt(mesh, 0).context.submitJob(null, sampleSpec(), 100n));
    await settled(mesh);
    const [listed] = (await nodeAt(mesh, 0).context.jobs()).jobs;
    const view = listed && (await nodeAt(mesh, 0).context.job(listed.job));
    const id = view?.lifecycle.receipt?.body.assignment as Cid;
    const components = { storage, clock, keptLinks: LOCAL_KEPT_LINKS, logger };
    const retention = createRetention(components, { jobsMs: DAY_MS });
    expect((await retention.prune()).gone.chain).toBe(0);
    for (let block = 0; block < 50 && (await queue.find(id))?.state !== "final"; block++) {
      await clock.advance(5000);
      chain.mine();
    }
    expect((await queue.find(id))?.state).toBe("final");
    expect((await retention.prune()).gone.chain).toBe(0);
    await clock.advance(2 * DAY_MS);
    expect((await retention.prune({ dryRun: true })).gone.chain).toBe(1);
    expect((await retention.prune()).gone.chain).toBe(1);
    expect(await queue.find(id)).toBeUndefined();
    await mesh.stop();
    await queue.stop();
  });
});

function answersAt(mesh: LocalMesh): number {
  return nodeAt(mesh, 0)
    .context.aid.list()
    .requests.flatMap(({ answers }) => answers).length;
}

async function prune(mesh: LocalMesh): Promise<Pruned> {
  const { storage } = nodeAt(mesh, 0);
  const components = {
    storage,
    clock: mesh.clock,
    keptLinks: LOCAL_KEPT_LINKS,
    logger: createRecordingLogger(),
  };
  return done(mesh, createRetention(components, NEVER).prune());
}

async function done<Value>(mesh: LocalMesh, promise: Promise<Value>): Promise<Value> {
  let isDone = false;
  const settle = () => {
    isDone = true;
  };
  promise.then(settle, settle);
  while (!isDone) await mesh.advance(0);
  return promise;
}

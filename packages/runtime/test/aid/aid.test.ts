import type { Cid, JobId, MemoryDisk, Storage } from "@icn-mesh/core";
import { afterEach, describe, expect, it } from "vitest";
import type { AidPosting, AidPostResult, AidTerms, AidWish, ListedAidRequest } from "../../src/index.ts";
import { createCrashingStorage, type LocalMesh, openInMemory, sampleSpec } from "../../src/testing/index.ts";
import { aMesh, nodeAt, settled, statusOf } from "../a-mesh.ts";

let mesh: LocalMesh;

afterEach(() => mesh.stop());

const OWNER = 0;
const REQUESTER = 1;
const HOUR_MS = 3_600_000;

async function done<Value>(promise: Promise<Value>): Promise<Value> {
  let isDone = false;
  const settle = () => {
    isDone = true;
  };
  promise.then(settle, settle);
  await mesh.until(() => isDone);
  return promise;
}

function posted(result: AidPostResult): AidPosting {
  if (!result.ok) throw new Error(result.refusal.code);
  return result.posting;
}

async function ask(wish: AidWish, by = REQUESTER): Promise<AidPosting> {
  return posted(await done(nodeAt(mesh, by).context.aid.request(wish)));
}

async function offer(terms: Partial<AidTerms> & Pick<AidTerms, "tags">, by = OWNER): Promise<AidPosting> {
  return posted(await done(nodeAt(mesh, by).context.aid.offer({ spec: sampleSpec(), cost: 100n, ...terms })));
}

function requestAt(index: number, cid: Cid): ListedAidRequest | undefined {
  return nodeAt(mesh, index)
    .context.aid.list()
    .requests.find((request) => request.cid === cid);
}

/** Lets time pass until a node knows of an answer. */
async function answerTo(cid: Cid, index = REQUESTER): Promise<JobId> {
  await mesh.until(() => (requestAt(index, cid)?.answers.length ?? 0) > 0);
  return requestAt(index, cid)!.answers[0]!.job;
}

async function jobsOf(index: number, request: Cid): Promise<number> {
  const { jobs } = await nodeAt(mesh, index).context.jobs();
  return jobs.filter(({ labels }) => labels?.["aid-request"] === request).length;
}

describe("a request for aid", () => {
  it("is answered by a job of whoever offers most of what it asks for, at that one's expense", async () => {
    mesh = await aMesh({ nodes: 4 });
    const far = await offer({ tags: ["food"] }, 2);
    const near = await offer({ tags: ["food", "compute"] });
    const { cid } = await ask({ tags: ["compute", "food"] });
    const job = await answerTo(cid);
    await settled(mesh);
    expect(await statusOf(mesh, job, OWNER)).toBe("Completed");
    for (const index of [0, 1, 2, 3])
      expect(requestAt(index, cid)?.answers).toEqual([
        { job, template: near.cid, by: nodeAt(mesh, OWNER).did },
      ]);
    const templates = nodeAt(mesh, OWNER).context.aid.list().templates;
    expect(templates.map(({ cid: template, offer: promise }) => [template, promise])).toEqual([
      [far.cid, null],
      [near.cid, { used: 1, atMost: 1 }],
    ]);
    expect(nodeAt(mesh, OWNER).context.balance().free).toBeLessThan(1000n);
    expect(await jobsOf(2, cid)).toBe(0);
  });

  it("is answered when the two come in the other order, and when its author was away meanwhile", async () => {
    mesh = await aMesh({ nodes: 3 });
    const { cid } = await ask({ tags: ["compute"] });
    await nodeAt(mesh, REQUESTER).stop();
    await offer({ tags: ["compute"] });
    await mesh.until(async () => (await jobsOf(OWNER, cid)) === 1);
    await nodeAt(mesh, REQUESTER).start();
    await answerTo(cid);
  });

  it("reaches a node that was away, and is answered once by it", async () => {
    mesh = await aMesh({ nodes: 3 });
    await offer({ tags: ["compute"] });
    await nodeAt(mesh, OWNER).stop();
    const { cid } = await ask({ tags: ["compute"] });
    await mesh.advance(120_000);
    await nodeAt(mesh, OWNER).start();
    await answerTo(cid);
    await mesh.advance(300_000);
    expect(await jobsOf(OWNER, cid)).toBe(1);
  });

  it("goes to the next best offer when the best one's author does not answer", async () => {
    mesh = await aMesh({ nodes: 4 });
    await offer({ tags: ["food", "compute"] }, 2);
    await offer({ tags: ["food"] });
    await nodeAt(mesh, 2).stop();
    const { cid } = await ask({ tags: ["compute", "food"] });
    await answerTo(cid);
    expect(await jobsOf(OWNER, cid)).toBe(1);
    await nodeAt(mesh, 2).start();
    await mesh.advance(120_000);
    expect(await jobsOf(2, cid)).toBe(0);
  });

  it("is not answered by its own author, nor by what covers none of its tags", async () => {
    mesh = await aMesh({ nodes: 3 });
    await offer({ tags: ["compute"] }, REQUESTER);
    await offer({ tags: ["shelter"] });
    const { cid } = await ask({ tags: ["compute"] });
    await mesh.advance(300_000);
    expect(requestAt(OWNER, cid)?.answers).toEqual([]);
  });

  it("waits until there is mana for it", async () => {
    mesh = await aMesh({ nodes: 3, funds: 150n });
    await offer({ tags: ["compute"], cost: 100n, atMost: 2 });
    await ask({ tags: ["compute"] });
    await ask({ tags: ["compute"] });
    await mesh.until(() => mesh.nodes[OWNER]!.context.aid.list().templates[0]?.offer?.used === 2);
    await settled(mesh);
  });
});

describe("an offer of aid", () => {
  it("answers no more requests than it promises", async () => {
    mesh = await aMesh({ nodes: 3 });
    const { cid } = await offer({ tags: ["compute"], atMost: 2 });
    for (let number = 0; number < 4; number++) await ask({ tags: ["compute"] });
    await mesh.advance(300_000);
    const { requests, templates } = nodeAt(mesh, OWNER).context.aid.list();
    expect(templates.find((template) => template.cid === cid)?.offer).toEqual({ used: 2, atMost: 2 });
    expect(requests.filter(({ answers }) => answers.length > 0)).toHaveLength(2);
  });

  it("is made in the name of a principal", async () => {
    mesh = await aMesh({ nodes: 3 });
    const { by } = await offer({ tags: ["compute"], principal: "ada", cost: 1n });
    const account = await done(nodeAt(mesh, OWNER).context.accounts.principal("ada"));
    expect(by).toBe(account.account);
  });

  it("is kept once although its node dies after any commit", async () => {
    let boundaries = 0;
    for (let after = FIRST_COMMIT; after <= MOST_COMMITS; after++) {
      const crashed = await answerWithCrash(after);
      if (!crashed) break;
      boundaries += 1;
      await mesh.stop();
    }
    expect(boundaries).toBeGreaterThan(5);
    expect(boundaries).toBeLessThan(MOST_COMMITS - FIRST_COMMIT);
  });
});

/** Those before it bring in the mana that a node begins with. */
const FIRST_COMMIT = 4;
const MOST_COMMITS = 60;

/** Plays one request and its answer; the node of the offer dies after its commit of a number. True if it came that far. */
async function answerWithCrash(after: number): Promise<boolean> {
  let crashed = false;
  let starts = 0;
  const onCrash = () => {
    crashed = true;
  };
  const openStorage = (disk: MemoryDisk): Storage => {
    starts += 1;
    const storage = openInMemory(disk);
    return starts > 1 ? storage : createCrashingStorage(storage, { commit: after, when: "after", onCrash });
  };
  mesh = await aMesh({ nodes: 2, node: (index) => (index === OWNER ? { openStorage } : {}) });
  const { cid } = await ask({ tags: ["compute"] });
  const { aid } = nodeAt(mesh, OWNER).context;
  const terms = { spec: sampleSpec(), cost: 100n, tags: ["compute"] };
  const offering = aid.offer({ ...terms, id: "one" }).catch(() => undefined);
  await mesh.until(
    () => crashed || nodeAt(mesh, OWNER).runtime.open + (requestAt(OWNER, cid)?.answers.length ?? 0) === 1,
  );
  await mesh.until(() => crashed || mesh.nodes.every(({ runtime }) => runtime.open === 0));
  await mesh.advance(1000);
  await offering;
  await nodeAt(mesh, OWNER).restart();
  if (nodeAt(mesh, OWNER).context.aid.list().templates.length === 0) await offer({ ...terms, id: "two" });
  await answerTo(cid);
  await settled(mesh);
  expect(await jobsOf(OWNER, cid)).toBe(1);
  return crashed;
}

describe("what is asked and offered", () => {
  it("ends for everybody when its time is over, and when it is withdrawn", async () => {
    mesh = await aMesh({ nodes: 3 });
    const short = await ask({ tags: ["food"], forMs: HOUR_MS });
    const long = await ask({ tags: ["food"] });
    const back = await offer({ tags: ["compute"] });
    await mesh.until(() => mesh.nodes.every(({ context }) => context.aid.list().templates.length === 1));
    expect(await done(nodeAt(mesh, OWNER).context.aid.withdraw(back.cid))).toEqual({ ok: true });
    await mesh.until(() => mesh.nodes.every(({ context }) => context.aid.list().templates.length === 0));
    await mesh.advance(2 * HOUR_MS);
    for (const index of [0, 1, 2]) {
      expect(requestAt(index, short.cid)).toBeUndefined();
      expect(requestAt(index, long.cid)).toBeDefined();
    }
    await ask({ tags: ["compute"] });
    await mesh.advance(300_000);
    expect((await nodeAt(mesh, OWNER).context.jobs()).jobs).toEqual([]);
  });

  it("AC-160: comes to one root on all nodes, also on one that was away", async () => {
    mesh = await aMesh({ nodes: 3 });
    await nodeAt(mesh, 2).stop();
    for (const tags of [["food"], ["shelter"], ["compute"]]) await ask({ tags });
    await nodeAt(mesh, 2).start();
    const rootOf = async (index: number) => (await nodeAt(mesh, index).context.heads.roots())[1];
    await mesh.until(async () => {
      const roots = await Promise.all([0, 1, 2].map(rootOf));
      return roots.every((root) => root?.count === 3 && root.root === roots[0]?.root);
    });
    expect(nodeAt(mesh, 2).context.aid.list().requests).toHaveLength(3);
  });

  it("survives restarts", async () => {
    mesh = await aMesh({ nodes: 2 });
    const { cid } = await ask({ tags: ["food"], id: "warm meals" });
    for (const node of mesh.nodes) await node.restart();
    await mesh.until(() => [0, 1].every((index) => requestAt(index, cid)?.id === "warm meals"));
  });

  it("is refused when it is nothing, too much, somebody else's or unknown", async () => {
    mesh = await aMesh({ nodes: 2 });
    const { aid } = nodeAt(mesh, OWNER).context;
    const codeOf = async (result: ReturnType<typeof aid.request> | ReturnType<typeof aid.withdraw>) => {
      const answer = await done<{ ok: boolean; refusal?: { code: string } }>(result);
      return answer.ok ? "ok" : answer.refusal?.code;
    };
    expect(await codeOf(aid.request({ tags: [] }))).toBe("RUNTIME_INVALID_AID");
    expect(await codeOf(aid.request({ tags: ["a"], forMs: 365 * 24 * HOUR_MS }))).toBe("RUNTIME_INVALID_AID");
    const long = sampleSpec({ kind: { type: "echo", params: { payload: "x".repeat(9000) } } });
    expect(await codeOf(aid.offer({ tags: ["a"], spec: long, cost: 1n }))).toBe("RUNTIME_INVALID_AID");
    const { cid } = await ask({ tags: ["food"] });
    await mesh.until(() => requestAt(OWNER, cid) !== undefined);
    expect(await codeOf(aid.withdraw(cid))).toBe("RUNTIME_NOT_OUR_AID");
    expect(await codeOf(aid.withdraw("bafkqaaa" as Cid))).toBe("RUNTIME_UNKNOWN_AID");
  });
});

import type { Did, JobId } from "@icn-mesh/core";
import { readFile } from "@icn-mesh/dag";
import { describe, expect, it } from "vitest";
import type { LocalMesh } from "../../src/testing/index.ts";
import { aMesh, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";

const EPOCH_MS = 600_000;
const constitution = {
  mint: { rate: 10n, cap: 1000n, epochMs: EPOCH_MS },
};

async function rootOf(mesh: LocalMesh, index: number): Promise<string> {
  const [outcomes] = await nodeAt(mesh, index).context.heads.roots();
  return `${outcomes?.count} ${outcomes?.root}`;
}

/** Lets time pass until the nodes share the same so many outcomes. */
function areEqual(mesh: LocalMesh, count: number): Promise<void> {
  return mesh.until(async () => {
    const roots = await Promise.all(mesh.nodes.map((_, index) => rootOf(mesh, index)));
    return new Set(roots).size === 1 && roots[0]?.startsWith(`${count} `) === true;
  });
}

async function executorOf(mesh: LocalMesh, job: JobId): Promise<Did> {
  const view = await nodeAt(mesh, 0).context.job(job);
  return view!.lifecycle.receipt!.body.by;
}

describe("a node that was away while others worked", () => {
  it("AC-156, AC-160: the job completes, and on its return it knows the outcome, the reputations and the result", async () => {
    const mesh = await aMesh({ constitution });
    const away = nodeAt(mesh, 2);
    await away.stop();
    const job = await submit(mesh);
    await mesh.until(async () => (await statusOf(mesh, job)) === "Completed");
    await mesh.until(() => nodeAt(mesh, 0).runtime.open + nodeAt(mesh, 1).runtime.open === 0);
    await away.start();
    await areEqual(mesh, 1);
    const executor = await executorOf(mesh, job);
    await mesh.advance(2 * EPOCH_MS);
    for (const { context } of mesh.nodes) expect(context.reputation(executor)).toBe(1);
    const { outcome } = (await nodeAt(mesh, 0).context.job(job))!.lifecycle.receipt!.body;
    if (outcome.type !== "ok") throw new Error("it failed");
    const terms = { from: [executor], signal: new AbortController().signal, maxBytes: 1024 };
    let isHere: boolean | undefined;
    void away.payloads.fetch(outcome.result, terms).then((fetched) => {
      isHere = fetched;
    });
    await mesh.until(() => isHere !== undefined);
    const pieces: Uint8Array[] = [];
    for await (const piece of readFile(away.storage, outcome.result)) pieces.push(piece);
    expect(Buffer.concat(pieces).toString()).toBe("Echo: hello");
    await mesh.stop();
  });

  it("AC-155, AC-161: an executor's reputation grows by what it is paid for, and outlives every node's restart", async () => {
    const mesh = await aMesh({ constitution });
    const executor = await executorOf(mesh, await submit(mesh));
    await settled(mesh);
    await areEqual(mesh, 1);
    expect(nodeAt(mesh, 0).context.reputation(executor)).toBe(0); // not before the epoch is over
    await mesh.advance(2 * EPOCH_MS);
    for (const node of mesh.nodes) {
      await node.restart();
      expect(node.context.reputation(executor)).toBe(1);
    }
    await areEqual(mesh, 1);
    await mesh.stop();
  });

  it("an auction goes by outcomes that the manager had no part in", async () => {
    const mesh = await aMesh({ constitution, nodes: 4, node: (index) => ({ runs: index > 1 }) });
    const job = await submit(mesh, { by: 1 });
    await settled(mesh);
    await areEqual(mesh, 1);
    const worked = (await nodeAt(mesh, 1).context.job(job))!.lifecycle.receipt!.body.by;
    await mesh.advance(2 * EPOCH_MS);
    const next = await submit(mesh);
    await settled(mesh);
    const { lifecycle } = (await nodeAt(mesh, 0).context.job(next))!;
    const inputs = lifecycle.selections[0]!.body.inputs;
    const seen = inputs.map(({ executor, values }) => [executor === worked, values["reputation"]]);
    expect(seen.toSorted()).toEqual([
      [false, 0],
      [true, 1],
    ]);
    await mesh.stop();
  });
});

import { describe, expect, it } from "vitest";
import { freeOf, moneyOf, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";
import { endings, quorumMesh, quorumOptions, saying, viewOf } from "./a-quorum.ts";

const HOUR = 3_600_000;

describe("a quorum of 2 of 3", () => {
  it("catches the executor that lies: it is outvoted, unpaid, and loses reputation", async () => {
    let isLying = false;
    const liar = saying("something else").runner!;
    const honest = saying("Echo: hello").runner!;
    const runner: typeof liar = { ...honest, run: (...work) => (isLying ? liar : honest).run(...work) };
    const mesh = await quorumMesh(3, { 3: { runner } });
    const first = await submit(mesh, { options: quorumOptions });
    await settled(mesh);
    expect(await endings(mesh, first)).toEqual(["pay", "pay", "pay"]);
    await mesh.advance(2 * HOUR);
    const reputations = () => mesh.nodes.slice(1).map(({ did }) => nodeAt(mesh, 0).context.reputation(did));
    expect(reputations()).toEqual([1, 1, 1]);

    isLying = true;
    const before = freeOf(mesh, 3);
    const job = await submit(mesh, { options: quorumOptions });
    await settled(mesh);
    const view = await viewOf(mesh, job);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
    expect(await endings(mesh, job)).toEqual(["pay", "pay", "outvoted"]);
    expect(view.lifecycle.state).toMatchObject({
      tried: [{ executor: nodeAt(mesh, 3).did, reason: "verification" }],
    });
    expect(freeOf(mesh, 3)).toBe(before);
    const output = await nodeAt(mesh, 0).context.getOutput(job);
    if (!output.ok) throw new Error(output.why);
    for await (const piece of output.bytes) expect(new TextDecoder().decode(piece)).toBe("Echo: hello");
    await mesh.advance(2 * HOUR);
    expect(reputations()).toEqual([2, 2, 0]);
    expect(mesh.guard.ledger.totals("mana")).toMatchObject({ held: 0n, credits: 0n });
    await mesh.stop();
  });

  it("fails where all say something else, and pays each, for nobody can tell who lies", async () => {
    const mesh = await quorumMesh(3, { 1: saying("one"), 2: saying("two"), 3: saying("three") });
    const job = await submit(mesh, { options: quorumOptions });
    await settled(mesh, HOUR);
    expect(await statusOf(mesh, job)).toBe("Failed verification");
    expect(await endings(mesh, job)).toEqual(["pay", "pay", "pay"]);
    await mesh.stop();
  });

  it("is won by a majority that lies alike, where nobody else has bid: the limit of every vote", async () => {
    const mesh = await quorumMesh(3, { 2: saying("lie"), 3: saying("lie") });
    const job = await submit(mesh, { options: quorumOptions });
    await settled(mesh, HOUR);
    expect(await statusOf(mesh, job)).toBe("Completed");
    expect(await endings(mesh, job)).toEqual(["outvoted", "pay", "pay"]);
    await mesh.stop();
  });

  it("hears one more where the creator has held for it, and then nobody is believed if there are two sides alike", async () => {
    const mesh = await quorumMesh(4, { 3: saying("lie"), 4: saying("lie") });
    const job = await submit(mesh, { options: { ...quorumOptions, spare: 100n } });
    await settled(mesh, HOUR);
    const { lifecycle } = await viewOf(mesh, job);
    expect(lifecycle.assignments.map(({ body }) => body.replica)).toEqual([0, 1, 2, 3]);
    expect(await statusOf(mesh, job)).toBe("Failed verification");
    expect(await endings(mesh, job)).toEqual(["pay", "pay", "pay", "pay"]);
    await mesh.stop();
  });

  it("hears one more, and the liar stays outvoted", async () => {
    const mesh = await quorumMesh(4, { 3: saying("lie") });
    const job = await submit(mesh, { options: { ...quorumOptions, spare: 100n } });
    await settled(mesh, HOUR);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
    const ends = await endings(mesh, job);
    expect(ends[2]).toBe("outvoted");
    expect(ends.filter((end) => end === "pay")).toHaveLength(3);
    expect(freeOf(mesh, 0)).toBe(1000n - 3n);
    await mesh.stop();
  });
});

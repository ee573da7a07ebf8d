import { type Cid, certificateCodec } from "@icn-mesh/core";
import { settlementSlot } from "@icn-mesh/economics";
import { describe, expect, it } from "vitest";
import { createSampleRunner, type LocalMesh } from "../../src/testing/index.ts";
import { ledGuest } from "../a-guest.ts";
import { freeOf, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";
import { committed, endings, factsOf, givenTo, quorumMesh, quorumOptions, saying } from "./a-quorum.ts";

const HOUR = 3_600_000;
const ANSWER = new TextEncoder().encode("Echo: hello");

/** How the executor of a number knows that its attempt was settled. */
async function endingAt(mesh: LocalMesh, index: number, assignment: Cid): Promise<string | undefined> {
  const { own } = nodeAt(mesh, index).context.accounts;
  const proof = await own.proof(settlementSlot(assignment));
  const outcome = proof && certificateCodec.parse(proof.certificate).outcome;
  return typeof outcome === "object" ? outcome.type : undefined;
}

describe("a manager that falls silent", () => {
  it("once executors have committed keeps none of them from its pay, and has the result when it is back", async () => {
    const guest = ledGuest();
    const mesh = await quorumMesh(3, { 3: { runner: guest.runner } });
    const job = await submit(mesh, { options: quorumOptions });
    await mesh.until(() => committed(mesh, job).length === 2);
    const given = [1, 2, 3].map((index) => givenTo(mesh, job, index)!.cid);
    const { did } = nodeAt(mesh, 0);
    mesh.network.separate((from, to) => from === did || to === did);
    guest.end({ result: ANSWER });
    const ends = () => Promise.all(given.map((cid, at) => endingAt(mesh, at + 1, cid)));
    await mesh.until(async () => !(await ends()).includes(undefined), HOUR);
    expect(await ends()).toEqual(["pay", "pay", "pay"]);
    mesh.network.heal();
    await mesh.until(() => nodeAt(mesh, 0).runtime.open === 0, HOUR);
    expect(await statusOf(mesh, job)).toBe("Completed");
    await mesh.advance(60_000);
    expect([1, 2, 3].map((index) => freeOf(mesh, index))).toEqual([1001n, 1001n, 1001n]);
    expect(mesh.guard.ledger.totals("mana")).toMatchObject({ held: 0n, credits: 0n });
    await mesh.stop();
  });

  it("once it has all receipts keeps no executor from asking for one more", async () => {
    const mesh = await quorumMesh(3, { 3: saying("something else") });
    const job = await submit(mesh, { options: { ...quorumOptions, spare: 100n } });
    await mesh.until(() => factsOf(mesh, job).some(({ body }) => body.t === "icn/commits/1"));
    await mesh.until(() => factsOf(mesh, job).filter(({ body }) => body.t === "icn/receipt/1").length === 3);
    const { did } = nodeAt(mesh, 0);
    const outvoted = givenTo(mesh, job, 3)!.cid;
    mesh.network.separate((from, to) => from === did || to === did);
    await mesh.until(() => nodeAt(mesh, 3).runtime.open === 0, 2 * HOUR);
    // It stands alone, for the manager has asked nobody in the time that it has for that.
    expect(await endingAt(mesh, 3, outvoted)).toBe("pay");
    mesh.network.heal();
    await settled(mesh, 2 * HOUR);
    expect(await statusOf(mesh, job)).toBe("Completed");
    expect(await endings(mesh, job)).toEqual(["pay", "pay", "pay"]);
    await mesh.stop();
  });
});

describe("executors that have nobody to wait for", () => {
  it("are shown each other's commits with the lease of one that is silent, and its place stays empty", async () => {
    const silent = ledGuest();
    const mesh = await quorumMesh(4, { 3: { runner: silent.runner } });
    const job = await submit(mesh, { options: quorumOptions });
    await silent.began;
    await mesh.until(() => committed(mesh, job).length === 2);
    const { leaseMs } = givenTo(mesh, job, 3)!.body;
    cutOff(mesh, 3);
    await mesh.advance(2 * leaseMs);
    expect(await statusOf(mesh, job)).toBe("Completed");
    mesh.network.heal();
    await settled(mesh, 2 * HOUR);
    expect(await endings(mesh, job)).toEqual(["pay", "pay", "lapse", undefined]);
    await mesh.stop();
  });

  it("are shown them before their claims end where a place is free that nobody takes", async () => {
    const runner = createSampleRunner({
      echo: () => ({ type: "failed", class: "crashed", message: "as planned" }),
    });
    const mesh = await quorumMesh(3, { 3: { runner } });
    const job = await submit(mesh, { options: { ...quorumOptions, retry: { maxRounds: 0 } } });
    await mesh.until(() => committed(mesh, job).length === 2);
    const claimEnd = givenTo(mesh, job, 1)!.body.claimBy;
    await mesh.until(async () => (await statusOf(mesh, job)) === "Completed", 2 * HOUR);
    expect(mesh.clock.now()).toBeLessThan(claimEnd);
    await settled(mesh, 2 * HOUR);
    expect(await endings(mesh, job)).toEqual(["pay", "pay", "fault"]);
    await mesh.stop();
  });
});

function cutOff(mesh: LocalMesh, index: number): void {
  const { did } = nodeAt(mesh, index);
  mesh.network.separate((from, to) => from === did || to === did);
}

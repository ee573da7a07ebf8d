import {
  type Commit,
  type Commits,
  cidOf,
  commitRecord,
  commitsRecord,
  type ExecutionReceipt,
  type JobId,
  receiptRecord,
  type Signed,
  sealRecord,
  signRecord,
} from "@icn-mesh/core";
import { commitmentTo } from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";
import { refNames } from "../../src/job/ref-names.ts";
import { federationLink } from "../../src/network/federation-link.ts";
import { PROTOCOLS } from "../../src/network/wire-names.ts";
import { createSampleRunner, type LocalMesh } from "../../src/testing/index.ts";
import { ledGuest } from "../a-guest.ts";
import { freeOf, moneyOf, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";
import {
  committed,
  endings,
  factsOf,
  givenTo,
  quorumMesh,
  quorumOptions,
  saying,
  viewOf,
} from "./a-quorum.ts";

const HOUR = 3_600_000;
const encoder = new TextEncoder();

/** The answer that every honest executor comes to. */
const ANSWER = encoder.encode("Echo: hello");

/** What the executor of a number says about its attempt without having done it. */
async function claim(mesh: LocalMesh, job: JobId, index: number): Promise<Signed<ExecutionReceipt>> {
  const { signer } = nodeAt(mesh, index);
  const body: ExecutionReceipt = {
    t: "icn/receipt/1",
    net: mesh.federation.net,
    by: signer.did,
    via: null,
    assignment: givenTo(mesh, job, index)!.cid,
    outcome: { type: "ok", result: cidOf(ANSWER, "raw"), outputs: {} },
    usage: { fuel: 1, wallMs: 0, peakMemoryBytes: 0, outputBytes: 0 },
    profile: { engine: "none", version: "0" },
    logs: null,
    resumedFrom: null,
    onBehalf: null,
    startedAt: 0,
    finishedAt: 0,
    salt: new Uint8Array(16).fill(index),
    sealed: null,
  };
  return signRecord(receiptRecord, body, signer);
}

/** Sends a record to the manager as its author would. */
async function tell(mesh: LocalMesh, from: number, record: Signed<Commit | ExecutionReceipt>): Promise<void> {
  const protocol = record.body.t === "icn/commit/1" ? PROTOCOLS.commit : PROTOCOLS.receipt;
  const link = federationLink(nodeAt(mesh, from).network, mesh.federation.net);
  const told = link.request(nodeAt(mesh, 0).did, protocol, sealRecord(record));
  await mesh.advance(100);
  expect(await told).toMatchObject({ ok: true });
}

describe("an executor that has done nothing", () => {
  it("cannot ask the others whether a guess is right", async () => {
    const guest = ledGuest();
    const mesh = await quorumMesh(3, { 3: { runner: guest.runner } });
    const job = await submit(mesh, { options: quorumOptions });
    await mesh.until(() => committed(mesh, job).length === 2);
    const guess = cidOf(ANSWER, "raw");
    const ask = async (): Promise<boolean> => {
      const others = [1, 2].map((index) => nodeAt(mesh, index).did);
      const terms = { from: others, signal: new AbortController().signal, maxBytes: 4096 };
      const asked = nodeAt(mesh, 3).payloads.fetch(guess, terms);
      await mesh.advance(60_000);
      return asked;
    };
    expect(await Promise.all([1, 2].map((index) => nodeAt(mesh, index).storage.has(guess)))).toEqual([
      false,
      false,
    ]);
    expect(await ask()).toBe(false);
    guest.end({ result: ANSWER });
    await settled(mesh, HOUR);
    expect(await endings(mesh, job)).toEqual(["pay", "pay", "pay"]);
    expect(await ask()).toBe(true);
    await mesh.stop();
  });

  it("gets nothing for the result of another, to which it has not committed", async () => {
    const mesh = await quorumMesh(3, { 3: { runner: ledGuest().runner } });
    const job = await submit(mesh, { options: quorumOptions });
    await mesh.until(() => committed(mesh, job).length === 2);
    const { signer } = nodeAt(mesh, 3);
    const assignment = givenTo(mesh, job, 3)!.cid;
    const other = factsOf(mesh, job).find(({ body }) => body.t === "icn/commit/1")!.body;
    if (other.t !== "icn/commit/1") throw new Error("no commit");
    const copied = { ...other, by: signer.did, assignment };
    await tell(mesh, 3, await signRecord(commitRecord, copied, signer));
    await mesh.until(() => factsOf(mesh, job).some(({ body }) => body.t === "icn/commits/1"));
    await tell(mesh, 3, await claim(mesh, job, 3));
    await settled(mesh, HOUR);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
    expect(await endings(mesh, job)).toEqual(["pay", "pay", "lapse"]);
    expect(freeOf(mesh, 3)).toBe(1000n);
    await mesh.stop();
  });

  it("is not heard without a commit, and the others are not kept waiting for it", async () => {
    const mesh = await quorumMesh(4, { 3: { runner: ledGuest().runner } });
    const job = await submit(mesh, { options: quorumOptions });
    await mesh.until(() => committed(mesh, job).length === 2);
    await tell(mesh, 3, await claim(mesh, job, 3));
    expect(factsOf(mesh, job).some(({ body }) => body.t === "icn/receipt/1")).toBe(false);
    await settled(mesh, 2 * HOUR);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
    expect(await endings(mesh, job)).toEqual(["pay", "pay", "lapse", undefined]);
    await mesh.stop();
  });
});

describe("an executor that fails", () => {
  it("has another in its place as soon as it says so, in the same quorum", async () => {
    const crashed = { type: "failed", class: "crashed", message: "as planned" } as const;
    const slow = [ledGuest(), ledGuest()] as const;
    const mesh = await quorumMesh(4, {
      1: { runner: slow[0].runner },
      2: { runner: slow[1].runner },
      3: { runner: createSampleRunner({ echo: () => crashed }) },
    });
    const job = await submit(mesh, { options: quorumOptions });
    await mesh.until(() => givenTo(mesh, job, 4) !== undefined);
    for (const guest of slow) guest.end({ result: ANSWER });
    await settled(mesh);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
    expect(await endings(mesh, job)).toEqual(["pay", "pay", "fault", "pay"]);
    expect((await viewOf(mesh, job)).lifecycle.receipts).toHaveLength(4);
    await mesh.stop();
  });

  it("is no reason to wait where the guest has failed for all: each gets the price of a failure", async () => {
    const trap = { type: "failed", class: "trap", message: "as planned" } as const;
    const special = { runner: createSampleRunner({ echo: () => trap }) };
    const mesh = await quorumMesh(3, { 1: special, 2: special, 3: special });
    const job = await submit(mesh, { options: quorumOptions });
    await settled(mesh);
    expect(await statusOf(mesh, job)).toBe("Failed trap");
    expect(await endings(mesh, job)).toEqual(["fail", "fail", "fail"]);
    await mesh.stop();
  });
});

describe("an executor that commits and vanishes", () => {
  it("gets nothing and loses reputation, and the others are paid without it", async () => {
    const guest = ledGuest();
    const mesh = await quorumMesh(3, { 2: { runner: guest.runner } });
    const job = await submit(mesh, { options: quorumOptions });
    await mesh.until(() => committed(mesh, job).length === 2);
    const { did } = nodeAt(mesh, 3);
    mesh.network.separate((from, to) => from === did || to === did);
    guest.end({ result: ANSWER });
    await mesh.until(() => nodeAt(mesh, 0).runtime.open === 0, 2 * HOUR);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
    expect(await endings(mesh, job)).toEqual(["pay", "pay", "lapse"]);
    mesh.network.heal();
    await settled(mesh, HOUR);
    expect(freeOf(mesh, 3)).toBe(1000n);
    await mesh.stop();
  });
});

describe("a guard that is down", () => {
  it("while one more is drawn keeps nobody from what is theirs once it is back", async () => {
    const mesh = await quorumMesh(4, { 3: saying("lie") });
    const job = await submit(mesh, { options: { ...quorumOptions, spare: 100n } });
    await mesh.until(() => factsOf(mesh, job).filter(({ body }) => body.t === "icn/receipt/1").length === 3);
    const guard = mesh.guard.did;
    mesh.network.separate((from, to) => from === guard || to === guard);
    await mesh.advance(30_000);
    expect(factsOf(mesh, job).filter(({ body }) => body.t === "icn/assign/1")).toHaveLength(3);
    mesh.network.heal();
    await settled(mesh, HOUR);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
    const ends = await endings(mesh, job);
    expect([ends[0], ends[1], ends[2]]).toEqual(["pay", "pay", "outvoted"]);
    expect(mesh.guard.ledger.totals("mana")).toMatchObject({ held: 0n, credits: 0n });
    await mesh.stop();
  });
});

describe("a manager that shows a wrong list of commits", () => {
  /** The first two have committed; the third commits when the list is written that the manager will show. */
  async function played(listFor: (mesh: LocalMesh, job: JobId) => Promise<Commits["commits"]>) {
    const guest = ledGuest();
    const mesh = await quorumMesh(3, { 3: { runner: guest.runner } });
    const job = await submit(mesh, { options: quorumOptions });
    await mesh.until(() => committed(mesh, job).length === 2);
    const { signer, storage } = nodeAt(mesh, 0);
    const head = { t: "icn/commits/1", net: mesh.federation.net, by: signer.did, via: null, job } as const;
    const { cid, bytes } = await signRecord(
      commitsRecord,
      { ...head, commits: await listFor(mesh, job) },
      signer,
    );
    await storage.commit({
      blocks: [{ bytes }],
      refs: [{ name: refNames.commits(job), expect: null, to: cid }],
    });
    guest.end({ result: ANSWER });
    await settled(mesh, HOUR);
    return { mesh, job };
  }

  const listed = (mesh: LocalMesh, job: JobId) =>
    factsOf(mesh, job).flatMap(({ body, bytes, sig }) =>
      body.t === "icn/commit/1" ? [{ body: bytes, sig }] : [],
    );

  it("does not keep from its pay whom it leaves out: guards had that commit before", async () => {
    const { mesh, job } = await played(async (...at) => listed(...at).slice(0, 1));
    expect(await statusOf(mesh, job)).toBe("Completed");
    expect(await endings(mesh, job)).toEqual(["pay", "pay", "pay"]);
    expect((await viewOf(mesh, job)).lifecycle.receipts).toHaveLength(3);
    await mesh.stop();
  });

  it("does not keep anybody from their pay with a list that guards refuse", async () => {
    const { mesh, job } = await played(async (...at) => {
      const receipt = await claim(at[0], at[1], 3);
      const by = nodeAt(at[0], 1).did;
      const { net, assignment } = receipt.body;
      const forged = {
        t: "icn/commit/1",
        net,
        by,
        via: null,
        assignment,
        hash: commitmentTo(receipt.cid),
      } as const;
      const { bytes } = await signRecord(commitRecord, forged, nodeAt(at[0], 1).signer);
      return [...listed(...at), { body: bytes, sig: new Uint8Array(64) }];
    });
    expect(await endings(mesh, job)).toEqual(["pay", "pay", "pay"]);
    await mesh.stop();
  });
});

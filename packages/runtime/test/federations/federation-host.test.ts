import {
  type Did,
  type Embedded,
  type JobId,
  type JobSpec,
  type Member,
  memberRecord,
  type NetworkId,
  type Signer,
  signRecord,
} from "@icn-mesh/core";
import type { Outcome } from "@icn-mesh/sandbox";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RuntimeContext } from "../../src/index.ts";
import { createSampleRunner, type SampleGuest, sampleSpec } from "../../src/testing/index.ts";
import { type AFederation, type AHost, type HostSetting, twoFederations } from "./two-federations.ts";

type World = Awaited<ReturnType<typeof twoFederations>>;

let world: World;
beforeEach(async () => {
  world = await twoFederations();
});
afterEach(() => world.stop());

const ONE_ROUND = { retry: { maxRounds: 1 } };

async function submit(context: RuntimeContext, changes: Partial<JobSpec> = {}): Promise<JobId> {
  const result = await world.until(context.submitJob(null, sampleSpec(changes), 100n, ONE_ROUND));
  if (!result.ok) throw new Error(result.refusal.code);
  return result.job;
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let step = 0; step < 3000; step++) {
    if (await isSo()) return;
    await world.clock.advance(200);
  }
  throw new Error("not so within ten minutes");
}

async function statusOf(context: RuntimeContext, job: JobId): Promise<string> {
  const view = await context.job(job);
  const state = view?.lifecycle.state;
  return state?.status === "Failed" ? `Failed ${state.reason}` : (state?.status ?? "unknown");
}

const isOver = (context: RuntimeContext) => () => context.manager.open === 0;

/** A host in both federations. */
async function inBoth(label: string, setting: HostSetting = {}) {
  const node = await world.host(label, setting);
  return { node, east: await node.join(world.east), west: await node.join(world.west) };
}

describe("a node in two federations", () => {
  it("submits in each with the mana of that one, and keeps their jobs apart", async () => {
    const [ours, theirs] = [await inBoth("ours", { runs: false }), await inBoth("theirs")];
    const jobs = { east: await submit(ours.east), west: await submit(ours.west) };
    await until(() => ours.east.manager.open + ours.west.manager.open === 0);
    expect([await statusOf(ours.east, jobs.east), await statusOf(ours.west, jobs.west)]).toEqual([
      "Completed",
      "Completed",
    ]);
    expect([await statusOf(ours.east, jobs.west), await statusOf(ours.west, jobs.east)]).toEqual([
      "unknown",
      "unknown",
    ]);
    const lists = [await ours.east.jobs(), await ours.west.jobs()];
    expect(lists.map((list) => list.jobs.map(({ job }) => job))).toEqual([[jobs.east], [jobs.west]]);
    expect([ours.east.balance().free, theirs.east.balance().free]).toEqual([999n, 1001n]);
    expect([ours.west.balance().free, theirs.west.balance().free]).toEqual([999n, 1001n]);
  });

  it("promises its machine once: what runs for one has no room for the other", async () => {
    const { held: ends, echo } = heldGuest();
    const [ours, theirs] = [
      await inBoth("ours", { runs: false }),
      await inBoth("theirs", { runner: createSampleRunner({ echo }) }),
    ];
    await submit(ours.east);
    await until(() => ends.length === 1);
    const second = await submit(ours.west);
    await until(async () => (await statusOf(ours.west, second)).startsWith("Failed"));
    expect([theirs.node.executor.running, await statusOf(ours.west, second)]).toEqual([1, "Failed no-bids"]);
    ends[0]?.({ type: "ok", result: Uint8Array.of(1), outputs: new Map() });
    await until(isOver(ours.east));
  });

  it("is in both again after a restart", async () => {
    const first = await inBoth("ours");
    const job = await submit(first.east);
    await until(isOver(first.east));
    await first.node.stop();
    const again = await world.host("ours again", { disk: first.node.disk });
    expect(again.host.nets.toSorted()).toEqual([world.east, world.west].map(netOf).toSorted());
    expect(await statusOf(contextOf(again, world.east), job)).toBe("Completed");
  });

  it("takes a constitution for none that its charter has not signed", async () => {
    const node = await world.host("ours");
    const { genesis } = world.east;
    const forged = { ...genesis, sig: new Uint8Array(64) };
    expect(await node.host.join(forged)).toMatchObject({ refusal: { code: "ECONOMICS_BAD_CONSTITUTION" } });
    expect(node.host.nets).toEqual([]);
  });

  it("AC-162: shows the federations that it is in, each once, however often it joins", async () => {
    const { node } = await inBoth("ours");
    expect(await node.host.join(world.east.genesis)).toMatchObject({ ok: true, isNew: false });
    expect(node.host.nets).toHaveLength(2);
  });
});

describe("leaving a federation", () => {
  it("AC-162: is refused while a job or a hold is open, and done, and seen, when nothing is", async () => {
    const { held, echo } = heldGuest();
    const ours = await inBoth("ours", { runs: false });
    await inBoth("theirs", { runner: createSampleRunner({ echo }) });
    await submit(ours.east);
    await until(() => held.length === 1);
    const net = netOf(world.east);
    expect(await ours.node.host.leave(net)).toEqual({
      ok: false,
      refusal: { code: "RUNTIME_FEDERATION_BUSY", open: 1, holds: 1 },
    });
    held[0]?.({ type: "ok", result: Uint8Array.of(1), outputs: new Map() });
    await until(isOver(ours.east));
    expect(await world.until(ours.node.host.leave(net))).toEqual({ ok: true });
    expect(ours.node.host.nets).toEqual([netOf(world.west)]);
    expect(await ours.node.host.leave(net)).toMatchObject({ refusal: { code: "RUNTIME_NOT_JOINED" } });
  });

  it("can wait: it takes no new work, what is open is finished and paid, and then the node is out", async () => {
    const { held, echo } = heldGuest();
    const ours = await inBoth("ours", { runs: false });
    const theirs = await inBoth("theirs", { runner: createSampleRunner({ echo }) });
    const job = await submit(ours.east);
    await until(() => held.length === 1);
    const net = netOf(world.east);
    const leaving = [ours, theirs].map(({ node }) => node.host.leave(net, { drain: true }));
    await world.clock.advance(1000);
    const refused = await world.until(ours.east.submitJob(null, sampleSpec(), 10n));
    expect(refused).toEqual({ ok: false, refusal: { code: "RUNTIME_LEAVING" } });
    held[0]?.({ type: "ok", result: Uint8Array.of(1), outputs: new Map() });
    expect(await world.until(Promise.all(leaving))).toEqual([{ ok: true }, { ok: true }]);
    const back = await ours.node.join(world.east);
    expect([await statusOf(back, job), (await back.job(job))?.settlement]).toEqual(["Completed", "paid"]);
    await submit(ours.west);
  });

  it("goes on being left after a restart, until it is asked for again", async () => {
    const { echo } = heldGuest();
    const ours = await inBoth("ours", { runs: false });
    await inBoth("theirs", { runner: createSampleRunner({ echo }) });
    await submit(ours.east);
    const net = netOf(world.east);
    const { signal, abort } = abortable();
    const leaving = ours.node.host.leave(net, { drain: true, signal });
    await world.clock.advance(1000);
    abort();
    expect(await world.until(leaving)).toMatchObject({ refusal: { code: "RUNTIME_FEDERATION_BUSY" } });
    await ours.node.stop();
    const again = await world.host("ours again", { disk: ours.node.disk, runs: false });
    const refused = await contextOf(again, world.east).submitJob(null, sampleSpec(), 10n);
    expect(refused).toMatchObject({ refusal: { code: "RUNTIME_LEAVING" } });
  });
});

describe("a job for the members of another federation", () => {
  it("AC-162, I-29: is run by a member of it alone, though others are cheaper", async () => {
    const ours = await inBoth("ours", { runs: false });
    const member = await memberOf(world.west, "member");
    const stranger = await inBoth("stranger");
    const job = await submit(ours.east, { allowedFederations: [netOf(world.west)] });
    await until(isOver(ours.east));
    const view = await ours.east.job(job);
    expect([await statusOf(ours.east, job), view?.lifecycle.receipt?.body.by]).toEqual([
      "Completed",
      member.node.did,
    ]);
    expect(stranger.east.balance().free).toBe(1000n);
  });

  it("AC-162: finds nobody where the membership is of somebody else, or signed by no charter", async () => {
    const ours = await inBoth("ours", { runs: false });
    const other = await world.member(world.west, ours.node.did);
    const forged = { ...other, sig: new Uint8Array(64) };
    const foreign = await world.member(world.east, (await world.host("probe")).did);
    const stranger = await inBoth("stranger", { memberships: [other, forged, foreign] });
    const job = await submit(ours.east, { allowedFederations: [netOf(world.west)] });
    await until(isOver(ours.east));
    expect(await statusOf(ours.east, job)).toBe("Failed no-suitable-bid");
    expect(stranger.east.balance().free).toBe(1000n);
  });
});

describe("trust in a member", () => {
  it("AC-163: comes from the charter alone, not by way of another member, and ends when its record says so", async () => {
    const ours = await inBoth("ours", { runs: false });
    const { did, stop } = await world.host("late to be");
    await stop();
    const voucher = world.key("voucher");
    const trusted = await world.member(world.west, voucher.did);
    const vouched = await vouchFor(did, voucher, { notAfter: Number.MAX_SAFE_INTEGER });
    const over = await vouchFor(did, world.west.charter, { notAfter: world.clock.now() });
    await inBoth("late to be", { memberships: [trusted, vouched, over] });
    await world.clock.advance(1);
    const job = await submit(ours.east, { allowedFederations: [netOf(world.west)] });
    await until(isOver(ours.east));
    expect(await statusOf(ours.east, job)).toBe("Failed no-suitable-bid");
  });
});

/** Somebody's word that an account is a member of the west. */
async function vouchFor(account: Did, by: Signer, { notAfter }: Pick<Member, "notAfter">): Promise<Embedded> {
  const { body } = await world.member(world.west, account);
  const member = memberRecord.codec.parse(body);
  const { bytes, sig } = await signRecord(memberRecord, { ...member, by: by.did, notAfter }, by);
  return { body: bytes, sig };
}

/** A host in both federations that proves that it is a member of one. */
async function memberOf(federation: AFederation, label: string) {
  const { did, stop } = await world.host(`${label} to be`);
  await stop();
  const proof = await world.member(federation, did);
  return inBoth(`${label} to be`, { memberships: [proof] });
}

/** A guest that ends when the test says so, or when it is stopped. */
function heldGuest(): { readonly held: ((outcome: Outcome) => void)[]; readonly echo: SampleGuest } {
  const held: ((outcome: Outcome) => void)[] = [];
  const echo: SampleGuest = (_, { signal }) =>
    new Promise((resolve, reject) => {
      held.push(resolve);
      signal?.addEventListener("abort", () => reject(signal.reason));
    });
  return { held, echo };
}

function netOf({ federation }: AFederation): NetworkId {
  return federation.net;
}

function contextOf({ host }: AHost, { federation }: AFederation): RuntimeContext {
  const context = host.context(federation.net);
  if (context === undefined) throw new Error("not joined");
  return context;
}

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

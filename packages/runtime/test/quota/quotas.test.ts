import type { Did } from "@icn-mesh/core";
import { describe, expect, test } from "vitest";
import type { Quota } from "../../src/index.ts";
import type { LocalMesh } from "../../src/testing/index.ts";
import { type LedGuest, ledGuest } from "../a-guest.ts";
import { aMesh, freeOf, nodeAt, settled, submit, trySubmit } from "../a-mesh.ts";

const DAY_MS = 86_400_000;

describe("the quota of an account", () => {
  test("lets so many jobs be open, refuses the next by name, and takes it once one is settled", async () => {
    const { mesh, guest } = await limited({ openJobs: 2 });
    await submit(mesh);
    await submit(mesh);
    const refused = await trySubmit(mesh);
    await end(mesh, guest);
    await submit(mesh);
    expect(refused).toEqual({ ok: false, refusal: { code: "RUNTIME_QUOTA_OPEN_JOBS", most: 2 } });
    await mesh.stop();
  });

  test("counts what is on its way, so that jobs submitted at once do not slip through together", async () => {
    const { mesh, guest } = await limited({ openJobs: 3 });
    const results = await together(mesh, 6);
    expect(results.filter(({ ok }) => ok)).toHaveLength(3);
    expect(usage(mesh).openJobs).toBe(3);
    await end(mesh, guest);
    expect(usage(mesh).openJobs).toBe(0);
    await mesh.stop();
  });

  test("ends a plan of several jobs in its middle, and what was taken before goes on and is paid", async () => {
    const { mesh, guest } = await limited({ spendPerDay: 250n });
    const results = await together(mesh, 4, 100n);
    const refusal = results.find((result) => !result.ok);
    await end(mesh, guest);
    expect(results.map(({ ok }) => ok)).toEqual([true, true, false, false]);
    expect(refusal).toMatchObject({
      refusal: { code: "RUNTIME_QUOTA_SPEND", unit: "mana", most: 250n, spent: 200n, asked: 100n },
    });
    expect(freeOf(mesh, 0)).toBe(998n);
    await mesh.stop();
  });

  test("counts what a job holds, and in the end what it has cost", async () => {
    const { mesh, guest } = await limited({ spendPerDay: 100n });
    await submit(mesh);
    expect(usage(mesh).spent.get("mana")).toBe(100n);
    await end(mesh, guest);
    expect(usage(mesh).spent.get("mana")).toBe(1n);
    await mesh.stop();
  });

  test("is the same after a crash, for jobs that are open and for those that are over", async () => {
    const { mesh, guest } = await limited({ openJobs: 2, spendPerDay: 150n });
    await submit(mesh);
    const open = usage(mesh);
    await nodeAt(mesh, 0).restart();
    expect(usage(mesh)).toMatchObject({ openJobs: 1, spent: open.spent });
    expect(await trySubmit(mesh)).toMatchObject({ refusal: { code: "RUNTIME_QUOTA_SPEND", spent: 100n } });
    await end(mesh, guest);
    const over = usage(mesh);
    await nodeAt(mesh, 0).restart();
    expect(over).toMatchObject({ openJobs: 0, spent: new Map([["mana", 1n]]) });
    expect(usage(mesh)).toMatchObject({ openJobs: 0, spent: over.spent });
    await mesh.stop();
  });

  test("is whole again when the day is over, by the node's clock", async () => {
    const { mesh, guest } = await limited({ spendPerDay: 100n });
    await submit(mesh);
    guest.end();
    await settled(mesh);
    const refused = await trySubmit(mesh);
    const { resetsInMs } = usage(mesh);
    await mesh.advance(resetsInMs);
    expect(refused).toMatchObject({ refusal: { code: "RUNTIME_QUOTA_SPEND" } });
    expect(resetsInMs).toBeLessThanOrEqual(DAY_MS);
    expect(usage(mesh).spent.size).toBe(0);
    await submit(mesh);
    await mesh.stop();
  });

  test("does not count what the account could not pay for", async () => {
    const { mesh } = await limited({ openJobs: 2, spendPerDay: 10_000n });
    const refused = await trySubmit(mesh, { cost: 5000n });
    expect(refused).toMatchObject({ refusal: { code: "ECONOMICS_INSUFFICIENT" } });
    expect(usage(mesh)).toMatchObject({ openJobs: 0, spent: new Map([["mana", 0n]]) });
    await mesh.stop();
  });

  test("limits nobody else", async () => {
    const { mesh } = await limited({ openJobs: 0 });
    const result = await trySubmit(mesh, { options: { principal: "alice" } });
    expect(result).toMatchObject({ refusal: { code: "ECONOMICS_INSUFFICIENT" } });
    expect(await trySubmit(mesh)).toMatchObject({ refusal: { code: "RUNTIME_QUOTA_OPEN_JOBS" } });
    await mesh.stop();
  });
});

/** A mesh whose first node gives its own account a quota. */
async function limited(quota: Quota): Promise<{ readonly mesh: LocalMesh; readonly guest: LedGuest }> {
  let own: Did | undefined;
  const guest = ledGuest();
  const quotaOf = (account: Did) => (account === own ? quota : undefined);
  const mesh = await aMesh({ node: () => ({ quotaOf, runner: guest.runner }) });
  own = nodeAt(mesh, 0).did;
  return { mesh, guest };
}

/** Lets all guests end, now and from now on. */
async function end(mesh: LocalMesh, guest: LedGuest): Promise<void> {
  guest.end();
  await settled(mesh);
}

function usage(mesh: LocalMesh) {
  return nodeAt(mesh, 0).context.usage();
}

async function together(mesh: LocalMesh, count: number, cost = 10n) {
  let isDone = false;
  const submitting = Promise.all(Array.from({ length: count }, () => trySubmit(mesh, { cost }))).finally(
    () => {
      isDone = true;
    },
  );
  await mesh.until(() => isDone);
  return submitting;
}

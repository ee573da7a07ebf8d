import { cidOf } from "@icn-mesh/core";
import type { HostCalls } from "@icn-mesh/sandbox";
import { expect, it } from "vitest";
import { createSampleRunner, sampleSpec } from "../../src/testing/index.ts";
import { aMesh, freeOf, nodeAt, settled } from "../a-mesh.ts";

const module = Uint8Array.of(0, 97, 115, 109);
const manifest = cidOf(module, "raw");
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Runs a contract in place that does this with its calls, and gives what it saw. */
async function aContract(act: (calls: HostCalls | undefined) => Promise<unknown>) {
  let seen: unknown;
  const runner = createSampleRunner({
    "ccl-wasm": async (_, { hostCalls }) => {
      seen = await act(hostCalls);
      return { type: "ok", result: Uint8Array.of(1), outputs: new Map() };
    },
  });
  const mesh = await aMesh({
    node: (index) => (index === 0 ? { runs: true, runner, guestAllowance: () => 15n } : {}),
  });
  const { context, storage } = nodeAt(mesh, 0);
  await storage.commit({ blocks: [{ codec: "raw", bytes: module }] });
  const submitting = context.submitJob(manifest, sampleSpec({ kind: { type: "ccl-wasm", params: {} } }), 1n);
  await mesh.advance(0);
  await submitting;
  await settled(mesh);
  return { mesh, seen };
}

const echo = new TextEncoder().encode(JSON.stringify({ spec: sampleSpec() }));

it("AC-113: a guest submits a job in the name of its creator, within its allowance", async () => {
  const { mesh, seen } = await aContract(async (calls) => ({
    mana: await calls?.mana(calls.account),
    pending: text((await calls?.pendingMeshJobs()) ?? Uint8Array.of()),
    first: await calls?.submitMeshJob(echo, 10n),
    tooDear: await calls?.submitMeshJob(echo, 10n),
    empty: await calls?.submitMeshJob(Uint8Array.of(), 1n),
    spent: await calls?.spendMana(calls.account, 5n),
    noMore: await calls?.spendMana(calls.account, 1n),
  }));
  expect(seen).toMatchObject({ mana: 999n, pending: "[]", tooDear: undefined, empty: undefined });
  expect(seen).toMatchObject({ spent: true, noMore: false });
  expect(seen).toHaveProperty("first", expect.any(String));
  const { jobs } = await nodeAt(mesh, 0).context.jobs({ status: "Completed" });
  expect(jobs.map(({ job }) => job)).toContain((seen as { first: string }).first);
  expect(freeOf(mesh, 0)).toBe(1000n - 5n - 1n);
  await mesh.stop();
});

it("gives no calls to a guest whose creator's key is elsewhere", async () => {
  let calls: HostCalls | undefined | null = null;
  const runner = createSampleRunner({
    echo: (_, { hostCalls }) => {
      calls = hostCalls;
      return { type: "ok", result: Uint8Array.of(1), outputs: new Map() };
    },
  });
  const mesh = await aMesh({ nodes: 2, node: () => ({ runner, guestAllowance: () => 100n }) });
  const submitting = nodeAt(mesh, 0).context.submitJob(null, sampleSpec(), 10n);
  await mesh.advance(0);
  await submitting;
  await settled(mesh);
  expect(calls).toBeUndefined();
  await mesh.stop();
});

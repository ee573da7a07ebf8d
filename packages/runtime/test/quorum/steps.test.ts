import { cidOf } from "@icn-mesh/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeTrace, encodeTrace, firstDifference } from "../../src/quorum/step-trace.ts";
import { createSampleRunner, type LocalNodeOptions } from "../../src/testing/index.ts";
import { nodeAt, settled, statusOf, submit } from "../a-mesh.ts";
import { committed, factsOf, quorumMesh, quorumOptions, viewOf } from "./a-quorum.ts";

const encoder = new TextEncoder();
const stateAfter = (text: string) => cidOf(encoder.encode(text), "raw");

/** A guest of six steps, which goes wrong at one of them. */
function stepping(wrongFrom = Number.POSITIVE_INFINITY): LocalNodeOptions {
  const runner = createSampleRunner({
    async echo(_, { onCheckpoint }) {
      for (let step = 1; step <= 6; step++) {
        const bytes = encoder.encode(step < wrongFrom ? `after ${step}` : `wrong after ${step}`);
        const state = cidOf(bytes, "raw");
        const place = { checkpointId: `step ${step}`, stage: "stepping", step, percent: step * 1000 };
        await onCheckpoint?.({ ...place, state, blocks: [{ cid: state, bytes }] });
      }
      const result = encoder.encode(wrongFrom > 6 ? "right" : `wrong from ${wrongFrom}`);
      return { type: "ok", result, outputs: new Map() };
    },
  });
  return { runner };
}

describe("replicas of steps that do not agree", () => {
  it("are held against each other step by step, and the first that differs is named", async () => {
    const mesh = await quorumMesh(3, { 1: stepping(), 2: stepping(), 3: stepping(4) });
    const job = await submit(mesh, { options: quorumOptions });
    await settled(mesh);
    const { quorum, lifecycle } = await viewOf(mesh, job);
    const liar = nodeAt(mesh, 3).did;
    expect(quorum!.replicas.find(({ executor }) => executor === liar)).toMatchObject({
      stand: "outvoted",
      differsAfterStep: 4,
    });
    const others = quorum!.replicas.filter(({ executor }) => executor !== liar);
    expect(others).toMatchObject(others.map(() => ({ stand: "agrees", differsAfterStep: null })));
    expect(quorum!.text).toBe(
      "2 of 3 executors have to say the same: 2 said the same, 1 outvoted; the first step that differs is 4",
    );
    expect(lifecycle.checkpoints).toEqual([]);
    await mesh.stop();
  });

  it("say where they part where nobody is believed", async () => {
    const mesh = await quorumMesh(3, { 1: stepping(), 2: stepping(5), 3: stepping(2) });
    const job = await submit(mesh, { options: quorumOptions });
    await settled(mesh);
    expect(await statusOf(mesh, job)).toBe("Failed verification");
    expect((await viewOf(mesh, job)).quorum!.text).toBe(
      "failed (verification): 2 of 3 executors have to say the same: 3 said something that not enough others said; the first step that differs is 2",
    );
    await mesh.stop();
  });

  it("tell the manager nothing before all have committed", async () => {
    const mesh = await quorumMesh(3, { 1: stepping(), 2: stepping(), 3: stepping() });
    const job = await submit(mesh, { options: quorumOptions });
    await mesh.until(() => committed(mesh, job).length === 3);
    const told = new Set(factsOf(mesh, job).map(({ body }) => body.t));
    expect([...told].filter((t) => t === "icn/checkpoint/1" || t === "icn/partial/1")).toEqual([]);
    await settled(mesh);
    expect((await viewOf(mesh, job)).quorum!.text).toBe(
      "2 of 3 executors have to say the same: 3 said the same",
    );
    await mesh.stop();
  });
});

describe("two traces", () => {
  const traces = fc.uniqueArray(fc.nat({ max: 40 }), { maxLength: 30 });

  it("first differ at the least step with two states, of those that both name", async () => {
    const property = fc.asyncProperty(traces, traces, fc.nat({ max: 45 }), async (own, theirs, wrongFrom) => {
      const right = own.map((step) => ({ step, state: stateAfter(`${step}`) }));
      const wrong = theirs.map((step) => ({
        step,
        state: stateAfter(step < wrongFrom ? `${step}` : `x ${step}`),
      }));
      const both = own.filter((step) => theirs.includes(step) && step >= wrongFrom);
      const least = both.length === 0 ? undefined : Math.min(...both);
      expect(firstDifference(right, wrong)).toBe(least);
      expect(firstDifference(wrong, right)).toBe(least);
      expect(decodeTrace(encodeTrace(wrong))).toEqual(wrong);
    });
    await fc.assert(property);
  });

  it("are not read from bytes that are none", () => {
    expect(decodeTrace(encoder.encode("no trace"))).toBeUndefined();
  });
});

import type { JobEvent } from "@icn-mesh/client";
import { cidOf } from "@icn-mesh/core";
import { createSampleRunner } from "@icn-mesh/runtime/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { aGateway, anEcho } from "../a-gateway.ts";
import { textOf } from "../text-of.ts";

type Guest = NonNullable<Parameters<typeof createSampleRunner>[0]>[string];

const STATE = Uint8Array.of(9);

/** A guest that says how far it is, leaves a state and a part of its result, and is at it until it is stopped. */
function lastingGuest() {
  const stopped = Promise.withResolvers<void>();
  const echo: Guest = async (_, options) => {
    await options.onProgress?.({ stage: "reading", percent: 3000, message: "half a page" });
    const state = cidOf(STATE, "raw");
    const place = { checkpointId: "first", stage: "reading", percent: 3000, step: 1 };
    await options.onCheckpoint?.({ ...place, state, blocks: [{ cid: state, bytes: STATE }] });
    await options.onPartialOutput?.({ outputId: "page", stage: "reading", bytes: Uint8Array.of(7) });
    return new Promise((_resolve, reject) => {
      options.signal?.addEventListener("abort", () => {
        stopped.resolve();
        reject(options.signal?.reason);
      });
    });
  };
  return { runner: createSampleRunner({ echo }), stopped: stopped.promise };
}

async function aRunningJob() {
  const guest = lastingGuest();
  const scene = await aGateway({ mesh: { node: () => ({ runner: guest.runner }) } });
  onTestFinished(() => scene.stop());
  const { id } = await scene.client.submitJob({ body: anEcho() });
  const params = { id };
  await scene.mesh.until(async () => {
    const { partialOutputs } = await scene.client.jobPartialOutputs({ params });
    return partialOutputs.length === 1;
  });
  return { ...scene, client: scene.client, guest, id, params };
}

/** The places of so many lines. */
async function seqsOf(events: AsyncIterable<JobEvent>, count: number): Promise<readonly number[]> {
  const seqs: number[] = [];
  for await (const { event, data } of events) {
    if (event === "entry") seqs.push(data.seq);
    if (seqs.length === count) break;
  }
  return seqs;
}

describe("a job that takes long", () => {
  it("AC-176: says how far it is, and shows its states and the parts of its result", async () => {
    const { client, params } = await aRunningJob();
    const progress = { status: "Executing", percent: 30, stage: "reading", message: "half a page" };
    expect(await client.jobProgress({ params })).toMatchObject(progress);
    const { checkpoints } = await client.jobCheckpoints({ params });
    expect(checkpoints).toMatchObject([{ checkpointId: "first", percent: 30, state: cidOf(STATE, "raw") }]);
    const part = await client.jobPartialOutput({ params: { ...params, outputId: "page" } });
    expect(await textOf(part)).toBe("\u0007");
  });

  it("AC-176: is streamed on from where a reader left", async () => {
    const { client, params } = await aRunningJob();
    const { entries } = await client.jobHistory({ params });
    const before = await seqsOf(client.jobEvents({ params }), 3);
    const resumed = client.jobEvents({ params, lastEventId: String(before.at(-1)) });
    const after = await seqsOf(resumed, entries.length - before.length);
    expect([...before, ...after]).toEqual(entries.map(({ seq }) => seq));
  });

  it("AC-176: is stopped where it runs when it is cancelled, and stays so", async () => {
    const { client, guest, params } = await aRunningJob();
    expect(await client.cancelJob({ params, body: { reason: "enough" } })).toEqual({ answer: "applied" });
    await guest.stopped;
    const events: string[] = [];
    for await (const { event, data } of client.jobEvents({ params }))
      events.push(event === "finished" ? data.status : event);
    expect(events.at(-1)).toBe("Cancelled");
    expect(await client.jobProgress({ params })).toMatchObject({ status: "Cancelled" });
    expect(await client.showJob({ params })).toMatchObject({ status: "Cancelled", receipt: null });
  });
});

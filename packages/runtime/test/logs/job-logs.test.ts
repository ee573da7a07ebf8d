import { cidOf, type JobId } from "@icn-mesh/core";
import { sampleReceipt } from "@icn-mesh/economics/testing";
import type { RunOptions } from "@icn-mesh/sandbox";
import { describe, expect, it } from "vitest";
import type { JobLogLine, JobLogsOptions } from "../../src/index.ts";
import { createSampleRunner, type LocalMesh } from "../../src/testing/index.ts";
import { ledGuest } from "../a-guest.ts";
import { aMesh, nodeAt, settled, statusOf, submit, untilStatus } from "../a-mesh.ts";

async function aTalkingJob() {
  const guest = ledGuest();
  const mesh = await aMesh({ nodes: 2, node: () => ({ runner: guest.runner }) });
  const job = await submit(mesh);
  await mesh.advance(100);
  const options = await guest.began;
  const say = (text: string) => options.onLog?.({ level: "info", text });
  return { mesh, job, guest, say };
}

/** Reads on, in the background, and shows what has come so far. */
function following(mesh: LocalMesh, job: JobId, options: JobLogsOptions = {}) {
  const lines: JobLogLine[] = [];
  const ended = (async () => {
    for await (const line of nodeAt(mesh, 0).context.logs(job, options)) lines.push(line);
  })();
  return { lines, ended, texts: () => lines.map(({ text }) => text) };
}

async function linesOf(mesh: LocalMesh, job: JobId, options: JobLogsOptions = {}) {
  const lines: JobLogLine[] = [];
  for await (const line of nodeAt(mesh, 0).context.logs(job, { follow: false, ...options })) lines.push(line);
  return lines;
}

const textsOf = async (...query: Parameters<typeof linesOf>) =>
  (await linesOf(...query)).map(({ text }) => text);

describe("the logs of a job", () => {
  it("are shown while it runs, a second after the guest wrote them", async () => {
    const { mesh, job, guest, say } = await aTalkingJob();
    const reader = following(mesh, job);
    await say("one");
    await mesh.advance(1100);
    expect(reader.texts()).toEqual(["one"]);
    await say("two");
    await say("three");
    await mesh.advance(1100);
    expect(reader.lines.map(({ level, text, attempt }) => [level, text, attempt])).toEqual([
      ["info", "one", 1],
      ["info", "two", 1],
      ["info", "three", 1],
    ]);
    expect(reader.lines[0]).toMatchObject({ executor: nodeAt(mesh, 1).did, replica: 0 });
    await say("four");
    guest.end();
    await settled(mesh);
    await reader.ended;
    expect(reader.texts()).toEqual(["one", "two", "three", "four"]);
    await mesh.stop();
  });

  it("are there when it is over, in the one block that its receipt names", async () => {
    const { mesh, job, guest, say } = await aTalkingJob();
    for (const text of ["one", "two", "three"]) {
      await say(text);
      await mesh.advance(1100);
    }
    guest.end();
    await settled(mesh);
    expect(await textsOf(mesh, job)).toEqual(["one", "two", "three"]);
    const view = (await nodeAt(mesh, 0).context.job(job))!;
    const { assignment, logs } = view.lifecycle.receipt!.body;
    const kept = [];
    for await (const { cid } of nodeAt(mesh, 0).storage.refs(`log/${assignment}`)) kept.push(cid);
    expect(kept).toEqual([logs]);
    await mesh.stop();
  });

  it("can be read on from any line", async () => {
    const { mesh, job, guest, say } = await aTalkingJob();
    for (const text of ["one", "two", "three"]) await say(text);
    guest.end();
    await settled(mesh);
    const [first] = await linesOf(mesh, job);
    expect(await textsOf(mesh, job, { after: first!.position })).toEqual(["two", "three"]);
    expect(await textsOf(mesh, job, { after: "nowhere" })).toEqual(["one", "two", "three"]);
    await mesh.stop();
  });

  it("hold the lines of every attempt, also of one whose executor is gone", async () => {
    const began = Promise.withResolvers<RunOptions>();
    let isFirst = true;
    const runner = createSampleRunner({
      async echo(_, options) {
        await options.onLog?.({ level: "warn", text: isFirst ? "first" : "second" });
        if (!isFirst) return { type: "ok", result: Uint8Array.of(1), outputs: new Map() };
        isFirst = false;
        began.resolve(options);
        return new Promise((_resolve, reject) =>
          options.signal?.addEventListener("abort", () => reject(options.signal?.reason)),
        );
      },
    });
    const mesh = await aMesh({ node: () => ({ runner }) });
    const job = await submit(mesh, { options: { spare: 20n } });
    await mesh.advance(100);
    await began.promise;
    await mesh.advance(1100);
    const { executor } = (await nodeAt(mesh, 0).context.job(job))!.lifecycle.assignment!.body;
    mesh.network.separate((from, to) => from === executor || to === executor);
    await untilStatus(mesh, job, "Completed");
    mesh.network.heal();
    await settled(mesh, 3_600_000);
    const lines = await linesOf(mesh, job);
    expect(lines.map(({ text, attempt }) => [text, attempt])).toEqual([
      ["first", 1],
      ["second", 2],
    ]);
    await mesh.stop();
  });

  it("go on after a restart of either side", async () => {
    const { mesh, job, guest, say } = await aTalkingJob();
    await say("one");
    await mesh.advance(1100);
    await nodeAt(mesh, 0).restart();
    await say("two");
    await mesh.advance(5000);
    expect(await textsOf(mesh, job)).toEqual(["one", "two"]);
    await nodeAt(mesh, 1).restart();
    await mesh.advance(5000);
    guest.end();
    await settled(mesh);
    expect(await statusOf(mesh, job)).toBe("Completed");
    expect(await textsOf(mesh, job)).toEqual(["one", "two"]);
    await mesh.stop();
  });

  it("come late and whole where the manager could not be reached", async () => {
    const { mesh, job, guest, say } = await aTalkingJob();
    const { did } = nodeAt(mesh, 0);
    mesh.network.separate((from, to) => from === did || to === did);
    await say("in the dark");
    await mesh.advance(5000);
    guest.end();
    await mesh.advance(5000);
    expect(await textsOf(mesh, job)).toEqual([]);
    mesh.network.heal();
    await settled(mesh);
    expect(await textsOf(mesh, job)).toEqual(["in the dark"]);
    await mesh.stop();
  });

  it("are waited for a lease before a job is let go, and then done without", async () => {
    const { mesh, job, guest, say } = await aTalkingJob();
    const [manager, executor] = [nodeAt(mesh, 0).did, nodeAt(mesh, 1).did];
    await say("lost");
    mesh.network.separate(
      (from, to) => (from === manager && to === executor) || (from === executor && to === manager),
    );
    guest.end();
    await mesh.advance(5000);
    const { assignment } = (await nodeAt(mesh, 0).context.job(job))!.lifecycle;
    const { net } = mesh.federation;
    const outcome = { type: "failed", class: "crashed", message: "" } as const;
    const logs = cidOf(Uint8Array.of(9), "raw");
    const place = { cid: assignment!.cid, net };
    const receipt = await sampleReceipt(place, nodeAt(mesh, 1).signer, { outcome, logs });
    expect(await nodeAt(mesh, 0).context.anchorReceipt(receipt)).toMatchObject({ answer: "applied" });
    await nodeAt(mesh, 0).context.cancel(job, "enough");
    await mesh.until(() => nodeAt(mesh, 0).context.manager.open === 0, 3_600_000);
    expect(await textsOf(mesh, job)).toEqual([]);
    mesh.network.heal();
    await settled(mesh, 3_600_000);
    await mesh.stop();
  });

  it("are bounded, and say where they end", async () => {
    const { mesh, job, guest, say } = await aTalkingJob();
    for (let line = 0; line < 500; line++) await say("x".repeat(5000));
    guest.end();
    await settled(mesh);
    const lines = await linesOf(mesh, job);
    expect(lines.length).toBeGreaterThan(250);
    expect(lines.length).toBeLessThan(260);
    expect(lines[0]!.text).toHaveLength(4096);
    expect(lines.at(-1)).toMatchObject({ level: "warn", text: "the log is full: there are no more lines" });
    await mesh.stop();
  });

  it("of a job that is not managed here are none", async () => {
    const { mesh, job, guest } = await aTalkingJob();
    const lines = [];
    for await (const line of nodeAt(mesh, 1).context.logs(job)) lines.push(line);
    expect(lines).toEqual([]);
    guest.end();
    await settled(mesh);
    await mesh.stop();
  });
});

import type { Did } from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import type { LogSegment } from "../../src/logs/log-segment.ts";
import { ledGuest } from "../a-guest.ts";
import { aMesh, nodeAt, settled, submit } from "../a-mesh.ts";

async function aRunningJob() {
  const guest = ledGuest();
  const mesh = await aMesh({ nodes: 2, node: () => ({ runner: guest.runner }) });
  const job = await submit(mesh);
  await mesh.advance(100);
  await guest.began;
  const { context } = nodeAt(mesh, 0);
  const { cid: assignment } = (await context.job(job))!.lifecycle.assignment!;
  const executor = nodeAt(mesh, 1).did;
  const segment = { assignment, run: 1, seq: 0, lines: Uint8Array.of(10) };
  const say = (changes: Partial<LogSegment>, from: Did = executor) =>
    context.manager.inbox.log({ ...segment, ...changes }, from);
  return { mesh, job, guest, say };
}

describe("the manager of a job", () => {
  it("takes lines from the executor of a running attempt only, once and in order", async () => {
    const { mesh, guest, say } = await aRunningJob();
    expect(await say({}, mesh.charter.did)).toEqual({ answer: "illegal", why: "wrong-signer" });
    expect(await say({}, nodeAt(mesh, 0).did)).toEqual({ answer: "illegal", why: "wrong-signer" });
    expect(await say({ seq: 1 })).toEqual({ answer: "illegal", why: "out-of-order" });
    expect(await say({})).toEqual({ answer: "applied", why: null });
    expect(await say({})).toMatchObject({ answer: "duplicate" });
    expect(await say({ lines: Uint8Array.of(1) })).toEqual({ answer: "illegal", why: "other-segment" });
    expect(await say({ seq: 1 })).toMatchObject({ answer: "applied" });
    guest.end();
    await settled(mesh);
    expect(await say({ seq: 2 })).toMatchObject({ answer: "stale" });
    await mesh.stop();
  });

  it("takes no more than a log may hold", async () => {
    const { mesh, guest, say } = await aRunningJob();
    const lines = new Uint8Array(32 * 1024);
    const answers = [];
    for (let seq = 0; seq < 200; seq++) answers.push((await say({ seq, lines })).answer);
    expect(answers.lastIndexOf("applied")).toBe(124);
    expect(answers.at(-1)).toBe("illegal");
    guest.end();
    await settled(mesh);
    await mesh.stop();
  });

  it("does not know the assignments of others", async () => {
    const { mesh, job, guest, say } = await aRunningJob();
    expect(await say({ assignment: job as string as LogSegment["assignment"] })).toMatchObject({
      answer: "unknown",
    });
    guest.end();
    await settled(mesh);
    await mesh.stop();
  });
});

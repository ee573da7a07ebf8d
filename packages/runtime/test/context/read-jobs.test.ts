import { describe, expect, it } from "vitest";
import { createSampleRunner, sampleSpec } from "../../src/testing/index.ts";
import { ledGuest } from "../a-guest.ts";
import { aMesh, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of bytes) text += decoder.decode(piece, { stream: true });
  return text;
}

describe("the jobs of a node", () => {
  it("are listed newest first, by state, creator and label, page by page", async () => {
    const mesh = await aMesh();
    const { context, did } = nodeAt(mesh, 0);
    const red = { labels: { colour: "red" } };
    const ended = [];
    for (const options of [red, {}, red]) {
      ended.push(await submit(mesh, { options }));
      await settled(mesh);
      await mesh.advance(10);
    }
    const failed = await submit(mesh, { spec: { requiredCapabilities: ["wings"] } });
    await settled(mesh);
    const ids = async (...query: Parameters<typeof context.jobs>) =>
      (await context.jobs(...query)).jobs.map(({ job }) => job);
    expect(await ids()).toEqual([failed, ...ended.toReversed()]);
    expect(await ids({ status: "Completed" })).toEqual(ended.toReversed());
    expect(await ids({ status: "Failed", creator: did })).toEqual([failed]);
    expect(await ids({ labels: { colour: "red" } })).toEqual([ended[2], ended[0]]);
    const first = await context.jobs({}, { limit: 3 });
    const second = await context.jobs({}, { limit: 3, after: first.next! });
    expect(second.jobs.map(({ job }) => job)).toEqual([ended[0]]);
    expect(second.next).toBeUndefined();
    await mesh.stop();
  });

  it("can be watched from their submission to their settlement", async () => {
    const guest = ledGuest();
    const mesh = await aMesh({ nodes: 2, node: () => ({ runner: guest.runner }) });
    const job = await submit(mesh);
    const seen: string[] = [];
    const watching = (async () => {
      const { signal } = new AbortController();
      for await (const { lifecycle, settlement } of nodeAt(mesh, 0).context.watch(job, { signal })) {
        const step = `${lifecycle.state.status} ${settlement}`;
        if (seen.at(-1) !== step) seen.push(step);
      }
    })();
    await guest.began;
    await mesh.advance(1000);
    guest.end();
    await settled(mesh);
    await watching;
    expect(seen[0]).toBe("Executing pending");
    expect(seen.at(-1)).toBe("Completed paid");
    await mesh.stop();
  });

  it("are quoted by what their like were paid", async () => {
    const mesh = await aMesh();
    const { context } = nodeAt(mesh, 0);
    expect(await context.quote(sampleSpec())).toBeUndefined();
    await submit(mesh);
    await settled(mesh);
    expect(await context.quote(sampleSpec())).toMatchObject({ likely: 1n, samples: 1 });
    await mesh.stop();
  });

  it("say why they find nobody, and what would help", async () => {
    const mesh = await aMesh();
    const job = await submit(mesh, { spec: { resources: { cpuCores: 64, memoryMb: 64, storageMb: 0 } } });
    const why = nodeAt(mesh, 0).context.whyNot(job);
    expect(why).toMatchObject({ seen: 2, admitted: 0, counts: { "too-few-cores": 2 } });
    expect(why!.suggestions[0]!.text).toContain("would admit 2 of 2");
    await mesh.stop();
  });
});

describe("what goes in and what comes out", () => {
  it("AC-154: travels by its CID, and is there for every node", async () => {
    const join = createSampleRunner({
      echo: ({ inputs, args }) => {
        const text = [...inputs.map((bytes) => new TextDecoder().decode(bytes)), ...args].join(" ");
        const result = new TextEncoder().encode(text);
        return {
          type: "ok",
          result,
          outputs: new Map([["shout", new TextEncoder().encode(text.toUpperCase())]]),
        };
      },
    });
    const mesh = await aMesh({ nodes: 4, node: () => ({ runner: join }) });
    const { context, did } = nodeAt(mesh, 0);
    const inputs = [
      await context.putInput([new TextEncoder().encode("hello")]),
      await context.putInput([new TextEncoder().encode("mesh")]),
    ];
    const job = await submit(mesh, { spec: { inputs, outputs: ["shout"], args: ["!"] } });
    await settled(mesh);
    expect(await statusOf(mesh, job)).toBe("Completed");
    const result = await context.getOutput(job);
    const shout = await context.getOutput(job, "shout");
    if (!result.ok || !shout.ok) throw new Error("no output");
    expect([await textOf(result.bytes), await textOf(shout.bytes)]).toEqual(["hello mesh !", "HELLO MESH !"]);
    expect(await context.getOutput(job, "whisper")).toEqual({ ok: false, why: "no-such-output" });
    const third = nodeAt(mesh, 3);
    const terms = { from: [did], signal: new AbortController().signal, maxBytes: 1000 };
    const fetching = third.payloads.fetch(result.cid, terms);
    await mesh.advance(100);
    expect(await fetching).toBe(true);
    expect(await third.storage.get(result.cid)).toEqual(new TextEncoder().encode("hello mesh !"));
    await mesh.stop();
  });

  it("is given back where the inputs cannot be had, and nobody is blamed", async () => {
    const guest = ledGuest();
    const mesh = await aMesh({ nodes: 2, node: () => ({ runner: guest.runner }) });
    const missing = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy" as never;
    const job = await submit(mesh, { spec: { inputs: [missing] } });
    await settled(mesh, 3_600_000);
    expect(await statusOf(mesh, job)).toBe("Failed preempted");
    expect([guest.runs, nodeAt(mesh, 0).context.balance().free]).toEqual([0, 1000n]);
    await mesh.stop();
  });
});

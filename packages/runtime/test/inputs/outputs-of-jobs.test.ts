import { cidOf, type JobId, type JobInput } from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import type { SubmitOptions } from "../../src/index.ts";
import { createSampleRunner, type LocalMesh } from "../../src/testing/index.ts";
import { aMesh, freeOf, moneyOf, nodeAt, settled, statusOf, submit, trySubmit } from "../a-mesh.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (from: Uint8Array) => new TextDecoder().decode(from);

/** Puts out its payload as `copy`, and as its result what comes in, or the payload. It waits for `go`. */
function aCopier(mesh: () => LocalMesh) {
  const gates = new Map<string, PromiseWithResolvers<void>>();
  const gateOf = (payload: string) => {
    const gate = gates.get(payload) ?? Promise.withResolvers<void>();
    gates.set(payload, gate);
    return gate.promise;
  };
  const runner = createSampleRunner({
    async echo({ kind: { params }, inputs }) {
      const payload = String((params as { payload: string }).payload);
      if (payload.startsWith("slow")) await gateOf(payload);
      if (payload.endsWith("bad")) return { type: "failed", class: "trap", message: "as planned" };
      const result = inputs.length === 0 ? bytes(payload) : bytes(inputs.map(text).join("+"));
      return { type: "ok", result, outputs: new Map([["copy", bytes(payload)]]) };
    },
  });
  const go = (payload: string) => gates.get(payload)?.resolve();
  const start = (payload: string, inputs: readonly JobInput[] = [], options: SubmitOptions = {}) =>
    submit(mesh(), {
      spec: { kind: { type: "echo", params: { payload } }, inputs: [...inputs], outputs: ["copy"] },
      options,
    });
  return { runner, go, start };
}

async function aCopyMesh() {
  let mesh: LocalMesh | undefined;
  const copier = aCopier(() => mesh!);
  mesh = await aMesh({ node: () => ({ runner: copier.runner }) });
  return { mesh, ...copier };
}

async function resultOf(mesh: LocalMesh, job: JobId): Promise<string> {
  const output = await nodeAt(mesh, 0).context.getOutput(job);
  if (!output.ok) return output.why;
  let whole = "";
  for await (const piece of output.bytes) whole += text(piece);
  return whole;
}

describe("an input that another job puts out", () => {
  it("is there at once where that job has ended", async () => {
    const { mesh, start } = await aCopyMesh();
    const one = await start("one");
    await settled(mesh);
    const two = await start("two", [
      { job: one, output: "copy" },
      { job: one, output: "result" },
    ]);
    await settled(mesh);
    expect(await resultOf(mesh, two)).toBe("one+one");
    const { lifecycle } = (await nodeAt(mesh, 0).context.job(two))!;
    const cid = cidOf(bytes("one"), "raw");
    expect(lifecycle.assignment!.body.ext).toEqual({ inputs: [cid, cid] });
    await mesh.stop();
  });

  it("is waited for where it runs, before anybody is asked to bid", async () => {
    const { mesh, start, go } = await aCopyMesh();
    const one = await start("slow one");
    const two = await start("two", [{ job: one, output: "copy" }]);
    await mesh.advance(60_000);
    expect([await statusOf(mesh, one), await statusOf(mesh, two)]).toEqual(["Executing", "Submitted"]);
    await nodeAt(mesh, 0).restart();
    await mesh.advance(1000);
    expect(await statusOf(mesh, two)).toBe("Submitted");
    go("slow one");
    await settled(mesh);
    expect(await resultOf(mesh, two)).toBe("slow one");
    expect([await moneyOf(mesh, one), await moneyOf(mesh, two)]).toEqual(["paid", "paid"]);
    await mesh.stop();
  });

  it("stands among others in the order of the spec", async () => {
    const { mesh, start } = await aCopyMesh();
    const given = await nodeAt(mesh, 0).context.putInput([bytes("given")]);
    const [one, two] = [await start("one"), await start("two")];
    const last = await start("last", [{ job: two, output: "copy" }, given, { job: one, output: "copy" }]);
    await settled(mesh);
    expect(await resultOf(mesh, last)).toBe("two+given+one");
    await mesh.stop();
  });

  it("fails a job whose other job fails, before it costs anything", async () => {
    const { mesh, start, go } = await aCopyMesh();
    const bad = await start("slow bad");
    const two = await start("two", [{ job: bad, output: "copy" }]);
    await mesh.advance(1000);
    go("slow bad");
    await settled(mesh, 3_600_000);
    expect([await statusOf(mesh, two), await moneyOf(mesh, two)]).toEqual([
      "Failed invalid-input",
      "refunded",
    ]);
    expect((await nodeAt(mesh, 0).context.job(two))!.lifecycle.bids).toEqual([]);
    const late = await trySubmit(mesh, { spec: { inputs: [{ job: bad, output: "copy" }] } });
    expect(late).toMatchObject({ refusal: { code: "RUNTIME_INPUT_FAILED", job: bad, output: "copy" } });
    await mesh.stop();
  });

  it("fails a job that is cancelled, or that waits until its hold has no time left", async () => {
    const { mesh, start, go } = await aCopyMesh();
    const one = await start("slow one", [], { maxExecutionMs: 7_200_000 });
    const late = await start("late", [{ job: one, output: "copy" }], { openForMs: 60_000 });
    const unwanted = await start("unwanted", [{ job: one, output: "copy" }]);
    await nodeAt(mesh, 0).context.cancel(unwanted, "changed my mind");
    await mesh.until(async () => (await moneyOf(mesh, late)) === "refunded", 7_200_000);
    expect([await statusOf(mesh, late), await statusOf(mesh, unwanted)]).toEqual([
      "Failed invalid-input",
      "Cancelled",
    ]);
    go("slow one");
    await settled(mesh, 7_200_000);
    expect(mesh.guard.ledger.totals("mana").held).toBe(0n);
    expect(freeOf(mesh, 0)).toBeGreaterThan(900n);
    await mesh.stop();
  });

  it("is refused of a job that is not known here, and under a name that it does not put out", async () => {
    const { mesh, start } = await aCopyMesh();
    const one = await start("one");
    const stranger = cidOf(Uint8Array.of(0xa0)) as string as JobId;
    const ask = (job: JobId, output: string, count = 1) =>
      trySubmit(mesh, { spec: { inputs: Array.from({ length: count }, () => ({ job, output })) } });
    expect(await ask(stranger, "copy")).toMatchObject({ refusal: { code: "RUNTIME_UNKNOWN_INPUT" } });
    expect(await ask(one, "cover")).toMatchObject({ refusal: { code: "RUNTIME_UNKNOWN_INPUT" } });
    expect(await ask(one, "copy", 17)).toMatchObject({
      refusal: { code: "RUNTIME_INVALID_SPEC", path: "inputs" },
    });
    expect(await ask(one, "copy", 16)).toMatchObject({ ok: true });
    await settled(mesh);
    await mesh.stop();
  });
});

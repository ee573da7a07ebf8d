import { afterAll, expect, it } from "vitest";
import { priceOf } from "./real-books.ts";
import { FUNDS } from "./real-federation.ts";
import { type RealMesh, startRealMesh } from "./real-mesh.ts";
import { killPrograms } from "./start-program.ts";

afterAll(killPrograms);

/** A claim that is short enough to be waited for: what it ends in belongs to the epoch in which it ends. */
const QUORUM = {
  verification: { type: "quorum", replicas: 3, agree: 2 },
  maxExecutionMs: 100_000,
  acceptMs: 20_000,
} as const;

async function play(mesh: RealMesh, payload: string) {
  const spec = { kind: { type: "echo", params: { payload } } };
  const job = await mesh.submit({ spec, options: QUORUM });
  const { status, money } = await mesh.submitter.order("settled", { job });
  const { endings } = await mesh.submitter.order("endings", { job });
  return { job, status, money, endings: mesh.executors.map(({ did }) => endings[did]) };
}

it("an executor that lies in a quorum of three processes is outvoted, unpaid, and loses reputation", async () => {
  const mesh = await startRealMesh({ executors: 3, liesAbout: "the truth", epochMs: 60_000 });
  const liar = mesh.executors[2]!;
  const honest = await play(mesh, "hello");
  expect(honest).toMatchObject({ status: "Completed", money: "paid", endings: ["pay", "pay", "pay"] });
  await mesh.submitter.order("reputation", { of: liar.did, is: 1 });

  const disputed = await play(mesh, "the truth");
  expect(disputed).toMatchObject({
    status: "Completed",
    money: "paid",
    endings: ["pay", "pay", "outvoted"],
  });
  expect(await mesh.submitter.order("output", { job: disputed.job })).toEqual({ text: "Echo: the truth" });
  await mesh.submitter.order("reputation", { of: liar.did, is: 0 });

  await Promise.all(mesh.executors.map(({ order }) => order("idle", {})));
  const earned = await Promise.all(mesh.executors.map(({ order }) => order("balance", {})));
  expect(earned.map(({ free }) => free - FUNDS)).toEqual([2 * priceOf(0), 2 * priceOf(1), priceOf(2)]);
  const { findings, totals } = await mesh.guard.order("audit", {});
  expect(findings).toEqual([]);
  expect(totals).toMatchObject({ held: 0, credits: 0 });
  await mesh.stop();
}, 600_000);

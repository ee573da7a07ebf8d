import { afterAll, expect, it } from "vitest";
import { startRealMesh } from "./real-mesh.ts";
import { killPrograms } from "./start-program.ts";

const SOURCE = `function count(guest) {
  let done = 0;
  return { step: () => ++done < 6, finish: () => "counted to " + done };
}`;
const LONG = { fuel: 1_000_000_000, wallMs: 120_000, outputBytes: 4096 };
/** Its third state is never written, so that it goes no further. */
const STOPS = { when: "before", commit: 3, mentions: "icn/checkpoint/1", signal: "none" } as const;

afterAll(killPrograms);

it("a job whose executor is killed half way goes on elsewhere, from a state that it left", async () => {
  const mesh = await startRealMesh({ executors: 2, times: 2 });
  // Whoever gets the job is the one that it happens to.
  for (const { order } of mesh.executors) await order("kill", { plan: STOPS });
  const { cid: manifest } = await mesh.submitter.order("put", { text: SOURCE });
  const spec = { kind: { type: "javascript", params: null }, limits: LONG };
  const job = await mesh.submit({ manifest, spec, spare: 10 });
  await mesh.submitter.order("resumable", { job });
  const { executor } = await mesh.submitter.order("until", { job, statuses: ["Executing"] });
  const lost = mesh.executors.find(({ did }) => did === executor);
  const other = mesh.executors.find(({ did }) => did !== executor);
  await other!.order("kill", { plan: null });
  await lost!.kill();
  const end = await mesh.submitter.order("until", { job, statuses: ["Completed", "Failed", "Cancelled"] });
  expect(end).toMatchObject({ status: "Completed", executor: other!.did });
  expect(end.resumedAt).toBeGreaterThan(0);
  expect(await mesh.submitter.order("output", { job })).toEqual({ text: "counted to 6" });
  await mesh.stop();
}, 300_000);

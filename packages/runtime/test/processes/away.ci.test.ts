import { afterAll, expect, it } from "vitest";
import { startRealMesh } from "./real-mesh.ts";
import { killPrograms } from "./start-program.ts";

afterAll(killPrograms);

it("AC-156, AC-160: a process that was away learns how the others' work ended, and comes to their root", async () => {
  const mesh = await startRealMesh({ executors: 2 });
  const [worker, away] = mesh.executors;
  await away!.kill();
  const jobs = [await mesh.submit(), await mesh.submit()];
  for (const job of jobs)
    expect(await mesh.settled(job)).toMatchObject({ status: "Completed", executor: worker!.did });
  await away!.restart();
  const nodes = [mesh.guard, mesh.submitter, worker!, away!];
  const known = await Promise.all(nodes.map((node) => node.order("shares", { outcomes: jobs.length })));
  expect(new Set(known.map(({ root }) => root)).size).toBe(1);
  await mesh.check();
  await mesh.stop();
}, 240_000);

import { afterAll, expect, it } from "vitest";
import { startRealMesh } from "./real-mesh.ts";
import { killPrograms } from "./start-program.ts";

afterAll(killPrograms);

it("AC-150 to AC-153: three processes carry a job from its submission to its settlement, over libp2p", async () => {
  const mesh = await startRealMesh();
  const [executor] = mesh.executors;
  const job = await mesh.submit();
  const end = await mesh.settled(job);
  expect(end).toMatchObject({ status: "Completed", money: "paid", executor: executor!.did });
  expect(await mesh.submitter.order("output", { job })).toEqual({ text: "Echo: hello" });
  await mesh.check();
  await mesh.stop();
}, 60_000);

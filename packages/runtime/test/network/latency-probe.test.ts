import { expect, it } from "vitest";
import { aMesh, nodeAt, settled, submit } from "../a-mesh.ts";

it("executors are measured by round trips, and the next selection knows", async () => {
  const mesh = await aMesh();
  const [here, far] = [nodeAt(mesh, 0).did, nodeAt(mesh, 1).did];
  mesh.network.setLinkFaults(here, far, { minDelayMs: 20, maxDelayMs: 20 });
  const inputsOf = async () => {
    const job = await submit(mesh);
    await settled(mesh);
    const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
    return lifecycle.selections[0]!.body.inputs.map(({ values }) => values["latencyMs"]);
  };
  await inputsOf();
  await mesh.advance(100);
  expect((await inputsOf()).toSorted()).toEqual([0, 40]); // the stream takes as long to open as the ping to arrive
  await mesh.stop();
});

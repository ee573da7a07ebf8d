import { expect, it } from "vitest";
import type { PeerStatus } from "../../src/index.ts";
import type { LocalMesh } from "../../src/testing/index.ts";
import { ledGuest } from "../a-guest.ts";
import { aMesh, nodeAt, settled, submit } from "../a-mesh.ts";

async function answerTo(
  mesh: LocalMesh,
  ask: () => Promise<PeerStatus | undefined>,
): Promise<PeerStatus | undefined> {
  let isAnswered = false;
  const asking = ask().finally(() => {
    isAnswered = true;
  });
  await mesh.until(() => isAnswered);
  return asking;
}

it("any node can be asked about a job that it manages, and about an assignment that it works on", async () => {
  const guest = ledGuest();
  const mesh = await aMesh({ node: () => ({ runner: guest.runner }) });
  const job = await submit(mesh);
  await mesh.advance(100);
  await guest.began;
  await mesh.advance(100);
  const { cid, body } = (await nodeAt(mesh, 0).context.job(job))!.lifecycle.assignment!;
  const [manager, stranger] = [nodeAt(mesh, 0).did, mesh.nodes.find(({ did }) => did !== body.executor)!];
  const { context } = mesh.nodes.find(({ did }) => did !== manager && did !== body.executor)!;
  const ask = (peer: typeof manager, about: typeof cid | typeof job) =>
    answerTo(mesh, () => context.askStatus(peer, about));
  const executing = { type: "manager", status: "Executing", reason: null, receipt: null };
  expect(await ask(manager, job)).toEqual(executing);
  expect(await ask(manager, cid)).toEqual(executing);
  expect(await ask(body.executor, cid)).toEqual({ type: "executor", phase: "assigned" });
  expect(await ask(body.executor, job)).toBeUndefined();
  expect(await ask(stranger.did, body.bid)).toBeUndefined();
  guest.end();
  await settled(mesh);
  const { receipt } = (await nodeAt(mesh, 0).context.job(job))!.lifecycle;
  expect(await ask(manager, job)).toEqual({
    type: "manager",
    status: "Completed",
    reason: null,
    receipt: receipt!.cid,
  });
  await mesh.stop();
});

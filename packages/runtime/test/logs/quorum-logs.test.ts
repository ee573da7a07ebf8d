import { expect, it } from "vitest";
import { createSampleRunner, type LocalMesh } from "../../src/testing/index.ts";
import { aMesh, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";

/** A guest that says who it is, and ends when all are let go. */
function talkers(count: number) {
  const go = Promise.withResolvers<void>();
  const runners = Array.from({ length: count }, (_, number) =>
    createSampleRunner({
      async echo(_work, options) {
        await options.onLog?.({ level: "info", text: `replica at ${number}` });
        await go.promise;
        return { type: "ok", result: Uint8Array.of(1), outputs: new Map() };
      },
    }),
  );
  return { runners, go: go.resolve };
}

async function linesOf(mesh: LocalMesh, job: Awaited<ReturnType<typeof submit>>) {
  const lines = [];
  for await (const { text } of nodeAt(mesh, 0).context.logs(job, { follow: false })) lines.push(text);
  return lines;
}

it("the logs of a quorum are shown with the results, and to nobody before", async () => {
  const { runners, go } = talkers(4);
  const mesh = await aMesh({ nodes: 4, node: (index) => ({ runner: runners[index]! }) });
  const job = await submit(mesh, { options: { verification: { type: "quorum", replicas: 3, agree: 2 } } });
  await mesh.advance(5000);
  expect(await statusOf(mesh, job)).toBe("Executing");
  expect(await linesOf(mesh, job)).toEqual([]);
  go();
  await settled(mesh);
  expect(await statusOf(mesh, job)).toBe("Completed");
  expect((await linesOf(mesh, job)).toSorted()).toEqual(["replica at 1", "replica at 2", "replica at 3"]);
  await mesh.stop();
});

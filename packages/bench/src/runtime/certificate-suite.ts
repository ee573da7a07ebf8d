import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bestEngine } from "@icn-mesh/core/node";
import { openStorage } from "@icn-mesh/dag";
import { IN_FLIGHT, must, openWorld, signOffer } from "../economics/our-jobs.ts";
import { processorMicros } from "../network/processor-time.ts";
import { type BenchRow, median } from "../side-by-side.ts";
import { createSignatureFloor } from "./signature-floor.ts";

const [WARM, ROUNDS] = [10, 15];

/** What it adds to a job that guards certify its assignment before anybody works on it. */
export async function certificateSuite(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "icn-mesh-bench-"));
  const storage = await openStorage(`file://${join(folder, "store")}`);
  const floor = createSignatureFloor(bestEngine());
  const world = await openWorld(storage, floor.engine);
  const times: { readonly ours: number; readonly floor: number }[] = [];
  try {
    for (let round = 0; round < WARM + ROUNDS; round++) {
      const offers = await Promise.all(Array.from({ length: IN_FLIGHT }, () => signOffer(world)));
      floor.take();
      const ours = await processorMicros(async () => {
        for (const ruling of await Promise.all(offers.map(world.client.certifyAssignment))) must(ruling);
      });
      const counts = floor.take();
      const bare = await processorMicros(async () => floor.run(counts));
      if (round >= WARM) times.push({ ours: ours / IN_FLIGHT, floor: bare / IN_FLIGHT });
    }
  } finally {
    world.client.stop();
    await storage.close();
    await rm(folder, { recursive: true });
  }
  const operation = "certify an assignment, client and one guard, durable, processor time";
  const bare = median(times.map((each) => each.floor));
  return [
    { operation, name: "its signatures and verifications alone", micros: bare, ratio: 1, wanted: undefined },
    {
      operation,
      name: `ours, ${IN_FLIGHT} in flight`,
      micros: median(times.map(({ ours }) => ours)),
      ratio: median(times.map((each) => each.ours / each.floor)),
      wanted: undefined,
    },
  ];
}

import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { openStorage } from "@icn-mesh/dag";
import { type Measurement, measureRate, type Pace } from "./measure-rate.ts";

const BLOCK_BYTES = 1024;
const WRITERS = 64;

/** Durable commits to a store on the disk of a directory, which is there or will be; the store goes again. */
export async function commitRates(pace: Pace, directory: string): Promise<readonly Measurement[]> {
  const folder = await mkdtemp(join(nearestExisting(resolve(directory)), "icn-mesh-bench-"));
  try {
    const storage = await openStorage(pathToFileURL(join(folder, "store")).href);
    let made = 0;
    const commit = async (): Promise<void> => {
      const bytes = new Uint8Array(BLOCK_BYTES);
      new DataView(bytes.buffer).setUint32(0, ++made);
      await storage.commit({ blocks: [{ bytes, codec: "raw" }] });
    };
    const commitMany = () => Promise.all(Array.from({ length: WRITERS }, commit));
    try {
      return [
        await measureRate(pace, { what: "durable commits, one after the other", run: commit }),
        await measureRate(pace, {
          what: `durable commits, ${WRITERS} at once`,
          times: WRITERS,
          run: commitMany,
        }),
      ];
    } finally {
      await storage.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path));
}

import { performance } from "node:perf_hooks";
import { type Cid, cidOf } from "@icn-mesh/core";
import { systemRng } from "@icn-mesh/core/node";
import { type BenchRow, median } from "../side-by-side.ts";
import { bareBlockPair, ourBlockPair } from "./block-pairs.ts";
import { loadHeliaPair } from "./helia-pair.ts";
import { processorMicros } from "./processor-time.ts";

const BLOCK_BYTES = 1024 * 1024;
const COUNT = 64;
const ROUNDS = 3;

/** Moving 64 MiB in blocks from one node to another in one process, against the same bytes on a bare stream. */
export async function blockSuite(): Promise<readonly BenchRow[]> {
  const helia = await loadHeliaPair();
  if (helia === undefined) console.log("no row for helia: interop/helia is not installed");
  const subjects = [
    { name: "bare libp2p stream", pair: await bareBlockPair() },
    { name: "ours, every block asked for and hashed", pair: await ourBlockPair() },
    ...(helia === undefined ? [] : [{ name: "helia bitswap", pair: helia }]),
  ];
  const rounds: Moved[][] = [];
  // The first round warms up and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    const those: Moved[] = [];
    for (const { pair } of subjects) {
      const blocks = freshBlocks();
      const start = performance.now();
      const processor = await processorMicros(() => pair.move(blocks));
      those.push({ processor, clock: (performance.now() - start) * 1000 });
    }
    if (round > 0) rounds.push(those);
  }
  for (const { pair } of subjects) await pair.stop();
  const names = subjects.map(({ name }) => name);
  return [...rowsOf("processor", names, rounds), ...rowsOf("clock", names, rounds)];
}

/** The microseconds that one round took. */
interface Moved {
  readonly processor: number;
  readonly clock: number;
}

function rowsOf(
  kind: keyof Moved,
  names: readonly string[],
  rounds: readonly Moved[][],
): readonly BenchRow[] {
  const timeOf = (those: readonly Moved[], index: number) => those[index]?.[kind] ?? Number.NaN;
  return names.map((name, index) => ({
    operation: `move ${COUNT} blocks of 1 MiB, ${kind} time`,
    name,
    micros: median(rounds.map((those) => timeOf(those, index))),
    ratio: median(rounds.map((those) => timeOf(those, index) / timeOf(those, 0))),
    wanted: undefined,
  }));
}

/** Blocks that nobody has seen before. */
function freshBlocks(): ReadonlyMap<Cid, Uint8Array> {
  const blocks = Array.from({ length: COUNT }, () => {
    const bytes = new Uint8Array(BLOCK_BYTES);
    bytes.set(systemRng.bytes(32));
    return bytes;
  });
  return new Map(blocks.map((bytes) => [cidOf(bytes, "raw"), bytes]));
}

import { cpuUsage } from "node:process";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { createRealKeys } from "@icn-mesh/core/testing";
import { type SimReport, type SimulateOptions, simulate } from "@icn-mesh/sim";
import type { BenchRow } from "../side-by-side.ts";

const SMALL = { nodes: 12, workload: { jobs: 40 } };
const LARGE = { nodes: 50, workload: { jobs: 200 } };

/** What worlds cost by the work of this process: small ones, with real signatures besides, and large ones. */
export async function worldSuite(): Promise<readonly BenchRow[]> {
  await play(SMALL, { seeds: 3, from: 1 }); // compiled, and warm
  const small = await play(SMALL, { seeds: 12, from: 11 });
  const signed = await play(
    { ...SMALL, keys: () => createRealKeys(nodeCryptoEngine()) },
    { seeds: 4, from: 11 },
  );
  const large = await play(LARGE, { seeds: 3, from: 11 });
  return [
    ...rowsOf("12 nodes, 40 jobs", small, small),
    ...rowsOf("12 nodes, 40 jobs, Ed25519", signed, small),
    ...rowsOf("50 nodes, 200 jobs", large, small),
  ];
}

interface Played {
  readonly seeds: number;
  readonly events: number;
  readonly virtualSeconds: number;
  readonly seconds: number;
}

async function play(
  options: Omit<SimulateOptions, "seed">,
  { seeds, from }: { readonly seeds: number; readonly from: number },
): Promise<Played> {
  const before = cpuUsage();
  const reports: SimReport[] = [];
  for (let seed = from; seed < from + seeds; seed++)
    reports.push(await simulate({ ...options, seed: `bench ${seed}` }));
  const { user, system } = cpuUsage(before);
  const sum = (of: (report: SimReport) => number) => reports.reduce((all, report) => all + of(report), 0);
  return {
    seeds,
    events: sum(({ events }) => events),
    virtualSeconds: sum(({ elapsedMs }) => elapsedMs) / 1000,
    seconds: (user + system) / 1_000_000,
  };
}

function rowsOf(operation: string, played: Played, floor: Played): readonly BenchRow[] {
  const row = (unit: string, of: (from: Played) => number): BenchRow => ({
    operation,
    name: "by the second of a processor",
    micros: of(played) / played.seconds,
    unit,
    ratio: of(played) / played.seconds / (of(floor) / floor.seconds),
    wanted: undefined,
  });
  return [
    row("worlds", ({ seeds }) => seeds),
    row("events", ({ events }) => events),
    row("virtual s", ({ virtualSeconds }) => virtualSeconds),
  ];
}

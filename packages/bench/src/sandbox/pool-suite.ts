import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { cidOf } from "@icn-mesh/core";
import { systemClock } from "@icn-mesh/core/node";
import {
  createInProcessRunner,
  DEFAULT_LIMITS,
  type Limits,
  type Runner,
  type Work,
} from "@icn-mesh/sandbox";
import { createProcessRunner } from "@icn-mesh/sandbox/node";
import { type BenchRow, sideBySide } from "../side-by-side.ts";
import { BARE_WORKER, startBareProcess, startBareWorker } from "./bare-process.ts";
import { endlessModule, STEPS, STEPS_MIB, stepModule, tinyModule } from "./tiny-module.ts";

const MIB = 1024 * 1024;
const AT_ONCE = 32;
/** About a millisecond on this machine. */
const FUEL_OF_A_MILLISECOND = 3_000_000;

/** What a guest costs in a process of its own, against a process that only passes messages on to a thread. */
export async function poolSuite(): Promise<readonly BenchRow[]> {
  const runner = createProcessRunner({ clock: systemClock }, { processes: 1, runsPerProcess: 1_000_000 });
  const pool = createProcessRunner({ clock: systemClock }, { runsPerProcess: 1_000_000 });
  const bare = await startBareProcess();
  const worker = startBareWorker();
  let number = 0;
  const next = () => tinyModule(number++);
  const seen = tinyModule(0);
  const ours = (module: Uint8Array) => run(runner, wasm(module));
  const fresh = async (): Promise<void> => {
    const made = new Worker(BARE_WORKER, { eval: true });
    made.postMessage(next());
    await once(made, "message");
    await made.terminate();
  };
  try {
    for (const run of [() => bare.run(next()), () => worker.run(next()), () => ours(next())]) await warm(run);
    return [
      ...(await sideBySide({
        operation: "compile, meter and run a new tiny module",
        contenders: [
          { name: "a bare process that holds a worker, unmetered", run: () => bare.run(next()) },
          { name: "a bare worker, unmetered", run: () => worker.run(next()) },
          { name: "ours, in a pooled process", run: () => ours(next()), wanted: 1.5 },
        ],
      })),
      ...(await sideBySide({
        operation: "run a tiny module that was compiled before",
        contenders: [
          { name: "a bare process, which compiles it again", run: () => bare.run(seen) },
          { name: "ours, in a pooled process", run: () => ours(seen), wanted: 1.5 },
        ],
      })),
      ...(await sideBySide({
        operation: "a new tiny module, against a worker for each",
        contenders: [
          { name: "a fresh worker, unmetered", run: fresh },
          { name: "ours, in a pooled process", run: () => ours(next()), wanted: 0.02 },
        ],
      })),
      ...(await throughputRows(pool)),
      ...(await checkpointRows()),
    ];
  } finally {
    await Promise.all([runner.close(), pool.close(), bare.close(), worker.close()]);
  }
}

/** The first few hundred runs of a process are several times slower than all that follow. */
async function warm(run: () => Promise<unknown>): Promise<void> {
  for (let ran = 0; ran < 1_500; ran++) await run();
}

/** The time of each job where many are there at once, on all cores. */
function throughputRows(pool: Runner): Promise<readonly BenchRow[]> {
  const cores = availableParallelism();
  const echo = { ...wasm(null), kind: { type: "echo", params: { payload: "hello" } } };
  const short = wasm(endlessModule());
  const limits = { ...DEFAULT_LIMITS, fuel: FUEL_OF_A_MILLISECOND };
  const alone = createInProcessRunner({ clock: systemClock });
  const each = (name: string, job: () => Promise<unknown>) => ({
    name: `${name}, ${AT_ONCE} jobs at once`,
    run: () => Promise.all(Array.from({ length: AT_ONCE }, job)),
  });
  return sideBySide({
    operation: `${AT_ONCE} jobs, ${cores} processes`,
    contenders: [
      each("a guest of a millisecond on this thread alone", () => run(alone, short, limits)),
      each("a guest of a millisecond in the pool", () => run(pool, short, limits)),
      each("an echo in the pool", () => run(pool, echo)),
    ],
  });
}

/** What it costs to keep 16 MiB of state after each of a hundred steps, of which each changes one page. */
async function checkpointRows(): Promise<readonly BenchRow[]> {
  const runner = createInProcessRunner({ clock: systemClock });
  const work = wasm(stepModule());
  const page = new Uint8Array(65_536);
  const pages = (STEPS_MIB * MIB) / page.length;
  const rows = await sideBySide({
    operation: `${STEPS} steps over ${STEPS_MIB} MiB`,
    contenders: [
      {
        name: "nothing but hashing all pages each time",
        run: () => {
          for (let hashed = 0; hashed < pages * STEPS; hashed++) cidOf(page, "raw");
        },
      },
      {
        name: "ours, a state kept after each",
        run: () => run(runner, work, { ...DEFAULT_LIMITS, checkpointEveryMs: 0 }),
      },
      { name: "ours, none kept", run: () => run(runner, work) },
    ],
  });
  const [, kept, none] = rows;
  const micros = ((kept?.micros ?? 0) - (none?.micros ?? 0)) / STEPS / STEPS_MIB;
  return [
    ...rows,
    {
      operation: "",
      name: "so a MiB of unchanged state costs",
      micros,
      ratio: Number.NaN,
      wanted: undefined,
    },
  ];
}

function wasm(module: Uint8Array | null): Work {
  return {
    kind: { type: "wasm", params: {} },
    module,
    inputs: [],
    args: [],
    outputs: [],
    deterministic: false,
    seed: "bench",
    now: 0,
  };
}

function run(runner: Runner, work: Work, limits: Limits = DEFAULT_LIMITS): Promise<unknown> {
  return runner.run(work, { limits });
}

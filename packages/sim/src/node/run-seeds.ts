import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { SimError } from "../errors.ts";
import { addBatches, type BatchResult, EMPTY_BATCH } from "../report/batch-result.ts";

/** Which seeds to run, and in how many processes. */
export interface SeedBatch {
  readonly seeds: Iterable<string>;
  readonly jobs: number;
  /** No seed is begun after that many milliseconds. */
  readonly forMs?: number;
  /** Told after every seed. */
  readonly onSeed?: (sum: BatchResult) => void;
}

/** This very file says whether sources or a build are run. */
const WORKER = fileURLToPath(new URL(`seed-worker${import.meta.url.slice(-3)}`, import.meta.url));

/** Runs seeds in processes of their own, and adds up what they came to. */
export async function runSeeds({ seeds, jobs, forMs, onSeed }: SeedBatch): Promise<BatchResult> {
  const until = performance.now() + (forMs ?? Number.POSITIVE_INFINITY);
  const left = seeds[Symbol.iterator]();
  let sum = EMPTY_BATCH;

  const take = (): string | undefined => (performance.now() > until ? undefined : left.next().value);

  function add(result: BatchResult): void {
    sum = addBatches(sum, result);
    onSeed?.(sum);
  }

  await Promise.all(Array.from({ length: jobs }, () => work(take, add)));
  return sum;
}

/** The seeds of these numbers. */
export function* seedsFrom(from: number, count: number): Generator<string> {
  for (let seed = from; seed < from + count; seed++) yield `${seed}`;
}

/** One process, for as long as there are seeds to take. */
function work(take: () => string | undefined, add: (result: BatchResult) => void): Promise<void> {
  const execArgv = ["--conditions=@icn-mesh/source", "--no-warnings"];
  const child = fork(WORKER, { serialization: "advanced", execArgv });
  return new Promise((resolve, reject) => {
    child.on("message", (result: BatchResult) => {
      add(result);
      giveNext(child, take());
    });
    child.once("error", reject);
    child.once("exit", (code) =>
      code === 0
        ? resolve()
        : reject(
            new SimError("a process of the simulation died", { code: "SIM_WORKER_DIED", exit: code ?? -1 }),
          ),
    );
    giveNext(child, take());
  });
}

function giveNext(child: ChildProcess, seed: string | undefined): void {
  if (seed === undefined) child.disconnect();
  else child.send(seed);
}

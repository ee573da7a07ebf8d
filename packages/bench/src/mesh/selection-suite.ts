import { createKeySigner, createVerifier } from "@icn-mesh/core";
import { bestEngine } from "@icn-mesh/core/node";
import { type ExecutorSelection, selectExecutor } from "@icn-mesh/mesh";
import { type BenchRow, sideBySide } from "../side-by-side.ts";
import { type SampleRound, sampleRound } from "./sample-round.ts";

/** Choosing the best of few and of many bids, against a bare loop and against the way one would first write it. */
export async function selectionSuite(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const count of [5, 100, 10_000, 1_000_000]) rows.push(...(await selecting(count)));
  return [...rows, ...(await growth()), ...(await againstVerifying())];
}

async function selecting(count: number): Promise<readonly BenchRow[]> {
  const round = sampleRound(count);
  return sideBySide({
    operation: `select the best of ${count} bids`,
    contenders: [
      { name: "bare loop over plain objects", run: () => bareLoop(round) },
      {
        name: "ours: the winner",
        run: () => select(round),
        ...(count === 10_000 ? { wanted: 3 } : {}),
      },
      { name: "ours: with every score and reason", run: () => select(round).judged() },
      { name: "filter, map, sort", run: () => filterMapSort(round) },
    ],
  });
}

/** One bid of a small round against one of a large one. */
async function growth(): Promise<readonly BenchRow[]> {
  const small = sampleRound(10_000);
  const large = sampleRound(1_000_000);
  const hundredSmall = (): unknown => {
    for (let call = 1; call < 100; call++) select(small);
    return select(small);
  };
  return sideBySide({
    operation: "select among a million bids",
    contenders: [
      { name: "ours: 100 rounds of 10000", run: hundredSmall },
      { name: "ours: one round", run: () => select(large), wanted: 5 },
    ],
  });
}

async function againstVerifying(): Promise<readonly BenchRow[]> {
  const engine = bestEngine();
  const signer = createKeySigner({ engine, secretKey: new Uint8Array(32).fill(5) });
  const message = new Uint8Array(400);
  const claim = { by: signer.did, message, signature: await signer.sign(message) };
  const verifier = createVerifier({ engine });
  const round = sampleRound(1000);
  return sideBySide({
    operation: "select the best of 1000 bids",
    contenders: [
      { name: `verify one signature, ${engine.name}`, run: () => verifier.verify(claim) },
      { name: "ours", run: () => select(round), wanted: 0.5 },
    ],
  });
}

function select({ candidates, request }: SampleRound): ExecutorSelection {
  return selectExecutor(candidates, request);
}

/** The same formula in floats, without a check of anything but price and size, and without a reason for anybody. */
function bareLoop({ candidates, request: { job } }: SampleRound): unknown {
  const budget = Number(job.budget);
  const { cpuCores, memoryMb, storageMb } = job.spec.resources;
  let best: unknown;
  let most = Number.NEGATIVE_INFINITY;
  for (const {
    bid: { body },
    facts,
  } of candidates) {
    const price = Number(body.price);
    const { resources } = body;
    if (
      price > budget ||
      resources.cpuCores < cpuCores ||
      resources.memoryMb < memoryMb ||
      resources.storageMb < storageMb
    )
      continue;
    const { reputation = 0, latencyMs } = facts;
    const headroom =
      (Math.min(resources.cpuCores / (2 * cpuCores), 1) +
        Math.min(resources.memoryMb / (2 * memoryMb), 1) +
        Math.min(resources.storageMb / (2 * storageMb), 1) +
        1) /
      4;
    const score =
      (budget - price + 1) / (budget + 1) +
      (50 * reputation) / (reputation + 100) +
      headroom +
      (latencyMs === undefined ? 0 : 100 / (100 + latencyMs));
    if (score > most) {
      most = score;
      best = body;
    }
  }
  return best;
}

function filterMapSort({ candidates, request: { job } }: SampleRound): unknown {
  const budget = Number(job.budget);
  const { resources } = job.spec;
  return candidates
    .filter(({ bid: { body } }) => body.price <= job.budget)
    .filter(
      ({ bid: { body } }) =>
        body.resources.cpuCores >= resources.cpuCores && body.resources.memoryMb >= resources.memoryMb,
    )
    .map(({ bid, facts: { reputation = 0, latencyMs = 1e9 } }) => {
      const score =
        (budget - Number(bid.body.price) + 1) / (budget + 1) +
        (50 * reputation) / (reputation + 100) +
        100 / (100 + latencyMs);
      return { bid, score };
    })
    .sort((left, right) => right.score - left.score)[0];
}

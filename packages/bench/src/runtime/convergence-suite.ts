import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bestEngine, systemClock } from "@icn-mesh/core/node";
import { claimsOfCertificate } from "@icn-mesh/economics";
import { createSharingNodes, type SharingNode, type SharingNodes } from "@icn-mesh/runtime/testing";
import { processorMicros } from "../network/processor-time.ts";
import type { BenchRow } from "../side-by-side.ts";
import { openEmbedded } from "./bench-mesh.ts";
import { heapBytes } from "./heap-bytes.ts";
import { watchTurns } from "./watch-turns.ts";

const MISSED = 10_000;
const OLD = 100_000;
const EPOCHS = 24;
const ACCOUNTS = 100;
const ROUNDS = 5;
const LONGEST_PAUSE_MS = 50;
const MICROS = 1000;
const LOOK_EVERY_MS = 500;

type Outcome = Awaited<ReturnType<SharingNodes["outcome"]>>;

/** A node that was away, until it knows what another one does: both in this process, with stores in memory. */
export async function convergenceSuite(): Promise<readonly BenchRow[]> {
  const nodes = await createSharingNodes({ clock: systemClock, engine: bestEngine() });
  try {
    const outcomes = await makeOutcomes(nodes, OLD);
    const missed = outcomes.slice(0, MISSED);
    return [
      ...(await missedRows(nodes, missed)),
      ...(await oneMissedRows(nodes, missed)),
      ...(await oldRows(nodes, outcomes)),
    ];
  } finally {
    await nodes.stop();
  }
}

async function makeOutcomes(nodes: SharingNodes, count: number): Promise<readonly Outcome[]> {
  const accounts = Array.from({ length: ACCOUNTS }, (_, index) => nodes.signer(`account ${index}`).did);
  const outcomes: Outcome[] = [];
  for (let number = 0; number < count; number++) {
    const [executor, creator] = [accounts[number % ACCOUNTS], accounts[(7 * number + 1) % ACCOUNTS]];
    if (executor === undefined || creator === undefined) throw new Error("no account");
    outcomes.push(await nodes.outcome({ number, executor, creator, epoch: number % EPOCHS }));
  }
  return outcomes;
}

/** Against what cannot be left out: every vote is verified, and everything is sent once. */
async function missedRows(nodes: SharingNodes, missed: readonly Outcome[]): Promise<readonly BenchRow[]> {
  const here = await nodeWith(nodes, "here", missed);
  const floors: number[] = [];
  const times: number[] = [];
  let bytes = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const away = await nodeWith(nodes, `away ${round}`, []);
    floors.push(await processorMicros(async () => verifyAll(nodes, missed)));
    times.push(
      await processorMicros(async () => {
        bytes = await converge(away, here);
      }),
    );
    await leave(away);
  }
  await leave(here);
  const sent = missed.reduce((sum, outcome) => sum + sizeOf(outcome), 0);
  return [
    ...pair(`${MISSED} missed outcomes, processor time`, {
      floor: ["verifying their votes alone", median(floors)],
      ours: ["ours: all known and durable", median(times)],
      wanted: 3,
    }),
    ...pair(`${MISSED} missed outcomes, bytes both ways`, {
      floor: ["their certificates and assignments alone", sent],
      ours: ["ours", bytes],
      wanted: 1.2,
      unit: "bytes",
    }),
  ];
}

async function oneMissedRows(nodes: SharingNodes, all: readonly Outcome[]): Promise<readonly BenchRow[]> {
  const here = await nodeWith(nodes, "here", all);
  const away = await nodeWith(nodes, "away", all.slice(1));
  const bytes = await converge(away, here);
  await leave(away);
  await leave(here);
  return pair(`1 missed outcome of ${MISSED}, bytes both ways`, {
    floor: ["the ids of all", 36 * all.length],
    ours: ["ours", bytes],
    wanted: 0.2,
    unit: "bytes",
  });
}

/** What a process that fetches a year asks of others that share it: how long they wait, and for how much memory. */
async function oldRows(nodes: SharingNodes, old: readonly Outcome[]): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "icn-mesh-bench-"));
  const node = async (label: string) => nodes.node(label, await openEmbedded(folder, label));
  const here = await keepAll(await node("here"), old);
  try {
    const longest = await longestTurn(await node("first"), here);
    const [most, left] = await mostMemory(await node("second"), here);
    return [
      ...pair(`${OLD} missed outcomes, longest turn of the event loop, processor time of the thread`, {
        floor: [`${LONGEST_PAUSE_MS} ms`, LONGEST_PAUSE_MS * MICROS],
        ours: ["ours: asker and answerer in one process, with embedded stores", longest * MICROS],
        wanted: 1,
      }),
      ...pair(`${OLD} missed outcomes, memory`, {
        floor: ["what the index of the store has more in the end", left],
        ours: ["ours: the most that is in use meanwhile", most],
        wanted: 1.1,
        unit: "bytes",
      }),
    ];
  } finally {
    await leave(here);
    await rm(folder, { recursive: true });
  }
}

async function longestTurn(away: SharingNode, here: SharingNode): Promise<number> {
  const turns = watchTurns();
  await converge(away, here);
  const longest = turns.stop();
  await leave(away);
  return longest;
}

/** By how much memory is fuller than before, at most meanwhile and in the end. */
async function mostMemory(away: SharingNode, here: SharingNode): Promise<readonly [number, number]> {
  const before = heapBytes();
  let most = 0;
  const looking = setInterval(() => {
    most = Math.max(most, heapBytes() - before);
  }, LOOK_EVERY_MS);
  await converge(away, here);
  clearInterval(looking);
  const left = heapBytes() - before;
  await leave(away);
  return [Math.max(most, left), left];
}

async function nodeWith(
  nodes: SharingNodes,
  label: string,
  outcomes: readonly Outcome[],
): Promise<SharingNode> {
  return keepAll(await nodes.node(label), outcomes);
}

async function keepAll(node: SharingNode, outcomes: readonly Outcome[]): Promise<SharingNode> {
  for (let first = 0; first < outcomes.length; first += 1000)
    await node.keep(outcomes.slice(first, first + 1000));
  return node;
}

/** Compares until nothing is missing; resolves to the bytes that it took. */
async function converge(away: SharingNode, here: SharingNode): Promise<number> {
  away.network.learn(here.did, ["/memory/here"]);
  let bytes = 0;
  while ((await rootOf(away)) !== (await rootOf(here))) bytes += (await away.heads.pull(here.did)).bytes;
  return bytes;
}

async function rootOf({ heads }: SharingNode): Promise<string | undefined> {
  return (await heads.roots())[0]?.root;
}

async function leave({ heads, network, storage }: SharingNode): Promise<void> {
  await heads.stop();
  await network.stop();
  await storage.close();
}

function verifyAll({ federation, verifier }: SharingNodes, outcomes: readonly Outcome[]): void {
  for (const { certificate } of outcomes) {
    const claims = claimsOfCertificate(federation, certificate);
    if (!claims.ok || !claims.value.every((claim) => verifier.verify(claim))) throw new Error("forged");
  }
}

function sizeOf({ bytes: { assignment, certificate } }: Outcome): number {
  return assignment.length + certificate.length;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? Number.NaN;
}

interface Pair {
  readonly floor: readonly [string, number];
  readonly ours: readonly [string, number];
  readonly wanted: number;
  readonly unit?: string;
}

function pair(operation: string, { floor, ours, wanted, unit }: Pair): readonly BenchRow[] {
  return [floor, ours].map(([name, micros]) => ({
    operation,
    name,
    micros,
    ratio: micros / floor[1],
    wanted: name === ours[0] ? wanted : undefined,
    ...(unit === undefined ? {} : { unit }),
  }));
}

import { connect, type Socket } from "node:net";
import { performance } from "node:perf_hooks";
import { sampleSpec } from "@icn-mesh/runtime/testing";
import fastify from "fastify";
import { type BenchRow, sideBySide } from "../side-by-side.ts";
import { keepAliveClient } from "./keep-alive-client.ts";
import { type OpenDoor, openDoor } from "./open-door.ts";

const CONNECTIONS = 16;
const REQUESTS = 128;
const SUBMISSIONS = 400;
const READERS = 1000;
const JOBS = 50;
const MIB = 1024 * 1024;

/** A node's door: a job that is shown, one that is submitted, and a thousand readers of events, one of them dead. */
export async function doorSuite(): Promise<readonly BenchRow[]> {
  const shown = await showRows();
  const door = await openDoor(1);
  try {
    return [...shown, ...(await submitRows(door)), await readerRow(door)];
  } finally {
    await door.stop();
  }
}

async function showRows(): Promise<readonly BenchRow[]> {
  const door = await openDoor(3);
  const submitted = await door.context.submitJob(null, sampleSpec(), 100n, { bidWindowMs: 200 });
  if (!submitted.ok) throw new Error(submitted.refusal.code);
  const leaving = new AbortController();
  for await (const _ of door.context.watch(submitted.job, { signal: leaving.signal }));
  const path = `/v1/jobs/${submitted.job}`;
  const json = await (await fetch(door.url + path)).text();
  const bare = fastify();
  bare.get("/v1/jobs/:id", async (_, reply) => {
    reply.header("content-type", "application/json; charset=utf-8");
    return json;
  });
  const listening: Promise<string> = bare.listen({ port: 0, host: "127.0.0.1" });
  const bareUrl = await listening;
  const clients = [bareUrl, door.url].map((url) => keepAliveClient(url, CONNECTIONS));
  const [floor, ours] = clients.map((client) => () => manyTimes(REQUESTS, () => client.get(path)));
  if (floor === undefined || ours === undefined) throw new Error("two contenders");
  try {
    return await sideBySide({
      operation: `GET /v1/jobs/{id} of ${json.length} bytes, ${REQUESTS} times over ${CONNECTIONS} connections`,
      contenders: [
        { name: "bare fastify, the same bytes", run: floor },
        { name: "ours", run: ours, wanted: 2 },
      ],
    });
  } finally {
    for (const client of clients) client.stop();
    await bare.close();
    await door.stop();
  }
}

function manyTimes(count: number, run: () => Promise<unknown>): Promise<unknown> {
  return Promise.all(Array.from({ length: count }, run));
}

/** One after the other, so that what is measured is a submission and no queue. */
async function submitRows({ url, context }: OpenDoor): Promise<readonly BenchRow[]> {
  const client = keepAliveClient(url, 1);
  const body = JSON.stringify({ spec: sampleSpec(), cost: "1" });
  const direct = await durations(() => context.submitJob(null, sampleSpec(), 1n));
  const overHttp = await durations(() => client.post("/v1/jobs", body));
  client.stop();
  const floor = percentile(direct, 50);
  const row = (name: string, micros: number): BenchRow => ({
    operation: "submitted to accepted, its hold certified by one guard",
    name,
    micros,
    ratio: micros / floor,
    wanted: undefined,
  });
  return [
    row("context.submitJob, p50", floor),
    row("POST /v1/jobs, p50", percentile(overHttp, 50)),
    row("POST /v1/jobs, p99", percentile(overHttp, 99)),
  ];
}

async function durations(run: () => Promise<unknown>): Promise<readonly number[]> {
  const micros: number[] = [];
  for (let count = 0; count < SUBMISSIONS; count++) {
    const start = performance.now();
    await run();
    micros.push((performance.now() - start) * 1000);
  }
  return micros.slice(SUBMISSIONS / 4).sort((left, right) => left - right);
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(((sorted.length - 1) * share) / 100)] ?? Number.NaN;
}

/** How much memory stays taken when many listen, and one of them has stopped reading. */
async function readerRow({ url, context }: OpenDoor): Promise<BenchRow> {
  const readers = await Promise.all(
    Array.from({ length: READERS }, (_, index) => openReader(url, index > 0)),
  );
  const before = memoryNow();
  const start = performance.now();
  for (let job = 0; job < JOBS; job++) await context.submitJob(null, sampleSpec(), 1n);
  const micros = ((performance.now() - start) * 1000) / JOBS;
  const grown = memoryNow() - before;
  for (const reader of readers) reader.destroy();
  return {
    operation: `${READERS} readers of events, one of them dead: MiB that ${JOBS} jobs leave (${Math.round(micros)} µs each)`,
    name: "ours",
    micros: grown / MIB,
    unit: "MiB",
    ratio: 1,
    wanted: undefined,
  };
}

async function openReader(url: string, reads: boolean): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET /v1/events HTTP/1.1\r\nhost: ${hostname}:${port}\r\n\r\n`);
  await new Promise((resolve) => socket.once("data", resolve));
  if (reads) socket.resume();
  else socket.pause();
  return socket;
}

function memoryNow(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

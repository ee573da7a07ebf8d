import { readFile } from "node:fs/promises";
import type { Client, JobSubmission } from "@icn-mesh/client";
import type { Cid } from "@icn-mesh/core";
import { longCount } from "./long-count.ts";

/** A job to show. */
export interface SampleJob {
  readonly name: string;
  readonly submission: JobSubmission;
  /** What its result begins with. */
  readonly expects: string;
}

const PATIENT = {
  bidWindowMs: 3_000,
  acceptMs: 20_000,
  retry: { maxAttempts: 5, maxRounds: 8, backoffMs: 500 },
};
const LONG_MS = 300_000;
const LONG = { fuel: 1_000_000_000_000, wallMs: LONG_MS, outputBytes: 65_536 };

type Store = Pick<Client, "putBlob">;

/** The jobs that are over in a moment, with their modules and inputs stored on the node that is to submit them. */
export async function sampleJobs(client: Store): Promise<readonly SampleJob[]> {
  const counter = await put(
    client,
    await readFile(new URL("../../wasi-program/word-count.wasm", import.meta.url)),
  );
  const text = await put(client, await readFile(new URL("../README.md", import.meta.url)));
  return [
    {
      name: "echo",
      expects: "Echo: hello",
      submission: { ...PATIENT, cost: "10", spec: echo("hello, mesh") },
    },
    {
      name: "word count",
      expects: "",
      submission: {
        ...PATIENT,
        cost: "20",
        manifest: counter,
        spec: { kind: { type: "wasm", params: null }, inputs: [text], args: ["3"] },
      },
    },
    {
      name: "quorum",
      expects: "Echo: six times seven",
      submission: {
        ...PATIENT,
        cost: "10",
        spare: "10",
        spec: echo("six times seven"),
        verification: { type: "quorum", replicas: 3, agree: 2 },
      },
    },
  ];
}

/** A job of forty steps, each of so many rounds, with its module stored as well. */
export async function longJobs(client: Store): Promise<(rounds: number) => SampleJob> {
  const manifest = await put(client, new TextEncoder().encode(longCount.toString()));
  return (rounds) => ({
    name: "long count",
    expects: "counted in 40 steps",
    submission: {
      ...PATIENT,
      cost: "50",
      spare: "50",
      maxExecutionMs: LONG_MS,
      manifest,
      spec: { kind: { type: "javascript", params: null }, args: [String(rounds)], limits: LONG },
    },
  });
}

async function put(client: Store, bytes: Uint8Array): Promise<Cid> {
  return (await client.putBlob({ bytes })).cid;
}

function echo(payload: string): JobSubmission["spec"] {
  return { kind: { type: "echo", params: { payload } } };
}

import { readFile } from "node:fs/promises";
import type { Client, JobSubmission } from "@icn-mesh/client";
import { longCount } from "./long-count.ts";

/** A job to show. */
export interface SampleJob {
  readonly name: string;
  readonly submission: JobSubmission;
  /** What its result begins with. */
  readonly expects: string;
  /** True for the one whose executor is killed when it has kept a state. */
  readonly isKilled?: boolean;
}

const PATIENT = {
  bidWindowMs: 3_000,
  acceptMs: 20_000,
  retry: { maxAttempts: 5, maxRounds: 8, backoffMs: 500 },
};
const LONG = { fuel: 1_000_000_000_000, wallMs: 120_000, outputBytes: 65_536 };
const COUNTED_IN_A_STEP = "15000";

/** The jobs, with their modules and inputs stored on the node that is to submit them. */
export async function sampleJobs(client: Pick<Client, "putBlob">): Promise<readonly SampleJob[]> {
  const put = async (bytes: Uint8Array) => (await client.putBlob({ bytes })).cid;
  const counter = await put(await readFile(new URL("../../wasi-program/word-count.wasm", import.meta.url)));
  const text = await put(await readFile(new URL("../README.md", import.meta.url)));
  const long = await put(new TextEncoder().encode(longCount.toString()));
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
      name: "long count",
      expects: "counted in 40 steps",
      isKilled: true,
      submission: {
        ...PATIENT,
        cost: "50",
        spare: "50",
        maxExecutionMs: 120_000,
        manifest: long,
        spec: { kind: { type: "javascript", params: null }, args: [COUNTED_IN_A_STEP], limits: LONG },
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

function echo(payload: string): JobSubmission["spec"] {
  return { kind: { type: "echo", params: { payload } } };
}

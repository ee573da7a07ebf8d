import { readFile } from "node:fs/promises";
import { type Cid, cidOf, type Storage } from "@icn-mesh/core";
import { DEFAULT_LIMITS, type GuestCheckpoint, type Runner, type Work } from "@icn-mesh/sandbox";

/** Where the newest checkpoint stands in the store. */
const NEWEST = "job/primes/checkpoint";
/** Small as the job is, it would be done before an ordinary executor keeps its first checkpoint. */
const limits = { ...DEFAULT_LIMITS, checkpointEveryMs: 0 };

/** What an executor needs for a job. */
export interface Executor {
  readonly runner: Runner;
  readonly storage: Storage;
}

/** Runs the job, from its newest checkpoint where the store has one; yields a line per event. */
export async function executeJob(
  { runner, storage }: Executor,
  print: (label: string, text: string) => void,
): Promise<void> {
  const state = await storage.ref(NEWEST);
  print("begins", state === null ? "with the first step" : `with the state ${state}`);
  const { outcome, usage } = await runner.run(await readJob(), {
    limits,
    ...(state !== null && { resumeFrom: { state, get: (cid) => storage.get(cid) } }),
    async onCheckpoint(checkpoint) {
      await keep(storage, checkpoint);
      print("kept", `step ${checkpoint.step}, ${checkpoint.blocks.length} new blocks`);
    },
  });
  if (outcome.type === "failed") return print("failed", `${outcome.class}: ${outcome.message}`);
  const primes = outcome.outputs.get("primes.txt") ?? new Uint8Array();
  print("result", new TextDecoder().decode(primes).trim());
  print("output", `${cidOf(primes, "raw")} for ${usage.fuel} units of fuel`);
}

async function readJob(): Promise<Work> {
  return {
    kind: { type: "wasm", params: {} },
    module: await readFile(new URL("../primes.wasm", import.meta.url)),
    inputs: [new TextEncoder().encode("10000000")],
    args: [],
    outputs: ["primes.txt"],
    deterministic: true,
    seed: "primes",
    now: 0,
  };
}

/** One commit: the blocks, and the name under which they are found after a crash. */
async function keep(storage: Storage, { state, blocks }: GuestCheckpoint): Promise<void> {
  const expect = await storage.ref(NEWEST);
  await storage.commit({
    blocks: blocks.map(({ cid, bytes }) => ({ bytes, codec: codecOf(cid, state) })),
    refs: [{ name: NEWEST, expect, to: state }],
  });
}

function codecOf(cid: Cid, state: Cid): "dag-cbor" | "raw" {
  return cid === state ? "dag-cbor" : "raw";
}

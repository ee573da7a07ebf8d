import { sampleDid } from "@icn-mesh/core/testing";
import type { HostCalls } from "../../src/host-calls.ts";
import { DEFAULT_LIMITS, type Limits } from "../../src/limits.ts";
import type { GuestCheckpoint, Runner, RunResult, Work } from "../../src/runner.ts";
import type { HostileGuest } from "./hostile-guest.ts";

/** The time that every guest of the corpus has. */
export const DEADLINE_MS = 1000;

const FUEL = 20_000_000;
/** A busy machine must not make a timeout of every other end. */
const SLACK = 10;

/** What a guest was seen doing from outside. */
export interface Witness {
  readonly progress: number;
  readonly logChars: number;
  readonly partialOutputs: number;
  readonly partialBytes: number;
  readonly checkpoints: number;
  readonly checkpointBytes: number;
  readonly meshCalls: number;
}

/** A run of a hostile guest, and everything it did to its host. */
export interface HostileRun {
  readonly limits: Limits;
  readonly result: RunResult;
  readonly witness: Witness;
}

/** Runs a guest under the limits that it was meant to break. */
export async function runHostile(runner: Runner, guest: HostileGuest): Promise<HostileRun> {
  const wallMs = guest.ends === "timeout" ? DEADLINE_MS : SLACK * DEADLINE_MS;
  const limits = { ...DEFAULT_LIMITS, fuel: FUEL, wallMs, ...guest.limits };
  const seen = { progress: 0, logChars: 0, partialOutputs: 0, partialBytes: 0 };
  const mesh = recordingMesh();
  const kept: GuestCheckpoint[] = [];
  const result = await runner.run(await workOf(guest), {
    limits,
    ...(guest.callsMesh && { hostCalls: mesh.hostCalls }),
    onProgress: () => {
      seen.progress++;
    },
    onLog: ({ text }) => {
      seen.logChars += text.length;
    },
    onPartialOutput: ({ bytes }) => {
      seen.partialOutputs++;
      seen.partialBytes += bytes.length;
    },
    onCheckpoint: (checkpoint) => {
      kept.push(checkpoint);
    },
  });
  const checkpointBytes = Math.max(
    0,
    ...kept.map(({ blocks }) => sum(blocks.map(({ bytes }) => bytes.length))),
  );
  const witness = { ...seen, checkpoints: kept.length, checkpointBytes, meshCalls: mesh.calls.length };
  return { limits, result, witness };
}

async function workOf({ kind, source, callsMesh }: HostileGuest): Promise<Work> {
  return {
    kind: { type: kind, params: null },
    module: await source(),
    inputs: [new Uint8Array(64)],
    args: ["argument"],
    outputs: [],
    deterministic: callsMesh !== true,
    seed: "hostile",
    now: 0,
  };
}

function recordingMesh(): { readonly calls: string[]; readonly hostCalls: HostCalls } {
  const calls: string[] = [];
  const hostCalls: HostCalls = {
    account: sampleDid(1),
    allowance: 50n,
    submitMeshJob: async () => `job-${calls.push("submit")}`,
    anchorReceipt: async () => `receipt-${calls.push("anchor")}`,
    pendingMeshJobs: async () => new TextEncoder().encode(calls.push("pending") > 0 ? "[]" : ""),
    mana: async () => BigInt(calls.push("mana")),
    spendMana: async () => calls.push("spend") > 0,
    reputation: async () => BigInt(calls.push("reputation")),
  };
  return { calls, hostCalls };
}

/** How a run ended, in one word. */
export function endOf({ result: { outcome } }: HostileRun): HostileGuest["ends"] {
  return outcome.type === "ok" ? "ok" : outcome.class;
}

/** Runs a job that wants no more than it may have; says how it ended, and with what. */
export async function runHarmless(runner: Runner): Promise<[string, string]> {
  const echo: Work = {
    kind: { type: "echo", params: { payload: "harmless" } },
    module: null,
    inputs: [],
    args: [],
    outputs: [],
    deterministic: true,
    seed: "harmless",
    now: 0,
  };
  const { outcome } = await runner.run(echo, { limits: DEFAULT_LIMITS });
  return [outcome.type, outcome.type === "ok" ? new TextDecoder().decode(outcome.result) : outcome.message];
}

/** Which of its limits a guest is outside of; empty where it ended inside them all. */
export function limitsBroken({ limits, result: { outcome, usage }, witness }: HostileRun): string[] {
  const outputs = outcome.type === "ok" ? outcome.outputs.size : 0;
  const seconds = usage.wallMs / 1000 + 1;
  const facts: Readonly<Record<string, readonly [number, number]>> = {
    fuel: [usage.fuel, limits.fuel],
    memoryBytes: [usage.peakMemoryBytes, limits.memoryBytes],
    outputBytes: [usage.outputBytes, limits.outputBytes],
    partialBytes: [witness.partialBytes, limits.outputBytes],
    outputs: [outputs + witness.partialOutputs, limits.outputs],
    // One line more says that the rest is left out.
    logBytes: [witness.logChars, limits.logBytes + 80],
    // One more at the beginning, and one that was held back at the end.
    progress: [witness.progress, limits.progressPerSecond * seconds + 2],
    checkpoints: [witness.checkpoints, (seconds * 1000) / limits.checkpointEveryMs + 1],
    // The root of a state comes on top.
    checkpointBytes: [witness.checkpointBytes, limits.checkpointBytes + 65_536],
    hostCalls: [witness.meshCalls, limits.hostCalls],
  };
  return Object.entries(facts)
    .filter(([, [value, limit]]) => value > limit)
    .map(([name, [value, limit]]) => `${name}: ${value} where ${limit} are allowed`);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

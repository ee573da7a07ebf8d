import {
  BODY_OFFSET,
  type Codec,
  certificateCodec,
  createSeededRng,
  type Decoded,
  type GateStep,
  gateStepOf,
  openAnyRecord,
  RECORD_LIMITS,
  type Rng,
  recordOfType,
  scan,
  sealEnvelope,
  signedRecords,
} from "@icn-mesh/core";
import * as dagCbor from "@ipld/dag-cbor";
import type * as z from "zod";
import { mutate, randomInput, splice } from "./mutate.ts";
import { reshape } from "./reshape.ts";

/** A codec once more, made in another way, and the schema of both. */
export interface Twin {
  readonly codec: Codec<unknown>;
  readonly schema: z.ZodType;
}

/** The same seed, bodies and codecs give the same inputs and the same report on every machine. */
export interface FuzzOptions {
  readonly seed: string;
  readonly runs: number;
  /** Canonical bodies of every type, to start from. */
  readonly bodies: readonly Uint8Array[];
  /** By the name of the codec: both codecs and the schema must always say the same. */
  readonly twins: ReadonlyMap<string, Twin>;
}

/** How many inputs were stopped at each step of the gate, and how many came through. */
export type FuzzReport = Readonly<Record<GateStep | "accepted", number>>;

/** Throws at the first input on which a decoder throws, two decoders disagree, or other bytes than canonical ones pass. */
export function runFuzz({ seed, runs, bodies, twins }: FuzzOptions): FuzzReport {
  const rng = createSeededRng(seed);
  const report = { size: 0, scan: 0, canonical: 0, shape: 0, signature: 0, accepted: 0 };
  for (let index = 0; index < runs; index++) {
    const input = nextInput(rng, bodies);
    const codec = codecFor(input) ?? (codecs[rng.below(codecs.length)] as Codec<unknown>);
    const verdict = judge(codec, twins.get(codec.name) as Twin, input);
    report[verdict.ok ? "accepted" : gateStepOf(verdict.refusal)]++;
  }
  return report;
}

const codecs: readonly Codec<unknown>[] = [
  ...signedRecords.map(({ codec }) => codec as Codec<unknown>),
  certificateCodec,
];

function nextInput(rng: Rng, bodies: readonly Uint8Array[]): Uint8Array {
  const pick = (): Uint8Array => bodies[rng.below(bodies.length)] as Uint8Array;
  const way = rng.below(16);
  if (way === 0) return randomInput(rng);
  if (way === 1) return splice(rng, pick(), pick());
  if (way === 2) return rng.below(64) === 0 ? oversize : pick();
  if (way < 9) return reshape(rng, pick(), pick());
  return mutate(rng, pick());
}

const oversize = new Uint8Array(RECORD_LIMITS.maxBytes + 1);

/** The codec that the input itself asks for, as a peer's bytes would be dispatched. */
function codecFor(input: Uint8Array): Codec<unknown> | undefined {
  const opened = openAnyRecord(envelopeOf(input));
  return opened.ok ? (recordOfType(opened.value.body.t)?.codec as Codec<unknown> | undefined) : undefined;
}

function envelopeOf(body: Uint8Array): Uint8Array {
  const sendable = body.length > 0 && body.length <= RECORD_LIMITS.maxBytes - BODY_OFFSET;
  return sendable ? sealEnvelope(new Uint8Array(64), body) : body;
}

function judge(codec: Codec<unknown>, twin: Twin, input: Uint8Array): Decoded<unknown> {
  const verdict = codec.decode(input);
  const other = twin.codec.decode(input);
  if (print(verdict) !== print(other)) {
    throw new Error(`${codec.name} splits: ${print(verdict)} against ${print(other)} for ${hex(input)}`);
  }
  const canonical = scan(input, RECORD_LIMITS) === undefined;
  if (canonical && !hasByteOrderMark(input) && !equal(dagCbor.encode(dagCbor.decode(input)), input)) {
    throw new Error(`the scan let through ${hex(input)}`);
  }
  const isSound = canonical && isWhole(codec, verdict, input) && isWhole(twin.codec, other, input);
  if (verdict.ok && !isSound) throw new Error(`${codec.name} accepts what is not canonical: ${hex(input)}`);
  if (verdict.ok && !twin.schema.safeParse(verdict.value).success) {
    throw new Error(`${codec.name} accepts what its schema does not: ${hex(input)}`);
  }
  return verdict;
}

/** Nothing of the input was lost on the way into the value. */
function isWhole(codec: Codec<unknown>, verdict: Decoded<unknown>, input: Uint8Array): boolean {
  return verdict.ok && equal(codec.encode(verdict.value), input);
}

/** The general library drops it from the start of a text, so that it is no witness where there is one. */
function hasByteOrderMark(input: Uint8Array): boolean {
  return input.some((byte, at) => byte === 0xef && input[at + 1] === 0xbb && input[at + 2] === 0xbf);
}

function equal(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

function print(verdict: Decoded<unknown>): string {
  return verdict.ok ? "accepted" : `${verdict.refusal.code} at ${verdict.refusal.path}`;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

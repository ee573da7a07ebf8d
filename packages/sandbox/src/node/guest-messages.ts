import { data, defineCodec, didSchema, list, text, uint } from "@icn-mesh/core";
import * as z from "zod";

const FAILURES = [
  "out-of-fuel",
  "out-of-memory",
  "timeout",
  "trap",
  "invalid-module",
  "invalid-input",
  "output-too-large",
  "cancelled",
  "preempted",
  "crashed",
  "no-runner",
] as const;

const LIMITS = { maxBytes: 2 ** 20, maxDepth: 16, maxItems: 4096 };

const usageSchema = z.strictObject({ fuel: uint(), peakMemoryBytes: uint(), outputBytes: uint() });

/** What a guest process says. Its bytes are read as a stranger's: whoever broke out of a guest could write them. */
const fromGuestSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("ready") }),
  z.strictObject({ type: z.literal("pulse"), residentBytes: uint() }),
  z.strictObject({ type: z.literal("began"), hasSteps: z.boolean() }),
  z.strictObject({
    type: z.literal("progress"),
    stage: text(128),
    percent: uint(10_000),
    message: text(1024),
  }),
  z.strictObject({
    type: z.literal("log"),
    level: z.enum(["debug", "info", "warn", "error"]),
    text: text(4096),
  }),
  z.strictObject({
    type: z.literal("partial"),
    outputId: text(128, 1),
    stage: text(128),
    format: text(128).optional(),
  }),
  z.strictObject({ type: z.literal("blocks") }),
  z.strictObject({
    type: z.literal("checkpoint"),
    checkpointId: text(128, 1),
    stage: text(128),
    step: uint(),
    percent: uint(10_000),
  }),
  z.strictObject({
    type: z.literal("ask"),
    question: z.enum(["submit-job", "anchor-receipt", "pending-jobs", "mana", "reputation", "spend-mana"]),
    account: text(128),
    amount: text(20),
  }),
  z.strictObject({ type: z.literal("ok"), names: list(text(64, 1), 1024), usage: usageSchema }),
  z.strictObject({
    type: z.literal("failed"),
    class: z.enum(FAILURES),
    message: text(1024),
    usage: usageSchema,
  }),
  z.strictObject({ type: z.literal("broken"), message: text(1024) }),
]);
export type FromGuest = z.infer<typeof fromGuestSchema>;

/** The bytes of what a guest process says. */
export const fromGuestCodec = defineCodec("from guest", fromGuestSchema, { limits: LIMITS });

const limitsSchema = z.strictObject({
  fuel: uint(),
  wallMs: uint(),
  outputBytes: uint(),
  memoryBytes: uint(),
  stackWords: uint(),
  tableElements: uint(),
  moduleBytes: uint(),
  functions: uint(),
  inputBytes: uint(),
  logBytes: uint(),
  progressPerSecond: uint(),
  checkpointBytes: uint(),
  checkpointEveryMs: uint(),
  outputs: uint(),
  hostCalls: uint(),
});

/** What a guest process is told. Attached to `run`: the module, the inputs, the root of a state and its chunks. */
const toGuestSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("run"),
    purpose: z.enum(["run", "admit"]),
    kind: z.enum(["echo", "wasm", "ccl-wasm", "javascript"]),
    params: data(16_384),
    hasModule: z.boolean(),
    inputs: uint(1024),
    args: list(text(1024), 64),
    outputs: list(text(64), 64),
    deterministic: z.boolean(),
    seed: text(256),
    now: uint(),
    limits: limitsSchema,
    account: didSchema.nullable(),
    isResumed: z.boolean(),
  }),
  z.strictObject({ type: z.literal("taken") }),
  z.strictObject({ type: z.literal("preempt") }),
  z.strictObject({ type: z.literal("answer"), isRefused: z.boolean() }),
]);
export type ToGuest = z.infer<typeof toGuestSchema>;

/** The bytes of what a guest process is told. */
export const toGuestCodec = defineCodec("to guest", toGuestSchema, { limits: LIMITS });

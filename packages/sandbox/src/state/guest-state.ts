import { bytes, cidSchema, defineCodec, list, MAX_BLOCK_BYTES, text, uint } from "@icn-mesh/core";
import * as z from "zod";
import { POSITION_BYTES } from "../guest/guest-random.ts";

/** What a state is cut into, which is a page of WebAssembly memory. */
export const CHUNK_BYTES = 65_536;
const MAX_CHUNKS = 32_768;
const MAX_PATH = 600;

/** The root of a captured state: small things as they are, and everything long as a list of chunks. */
export const guestStateSchema = z.strictObject({
  t: z.literal("icn/guest-state/1"),
  /** What the state belongs to: the module, or the source. */
  program: cidSchema,
  /** The module that the source runs in; null where the program is a module. */
  engine: cidSchema.nullable(),
  /** Captured by the sandbox between two steps, or saved by the guest itself. */
  origin: z.enum(["captured", "saved"]),
  step: uint(),
  fuelVersion: uint(),
  fuel: uint(),
  outputBytes: uint(),
  random: bytes(POSITION_BYTES, POSITION_BYTES),
  ticks: uint(),
  stage: text(128),
  percent: uint(10_000),
  /** Each as the eight bytes of an i64, lowest first. */
  globals: list(bytes(8, 8), 4096),
  descriptors: list(
    z.strictObject({
      fd: uint(),
      path: text(MAX_PATH),
      isDirectory: z.boolean(),
      isStream: z.boolean(),
      at: uint(),
      flags: uint(31),
    }),
    256,
  ),
  /** Their chunks follow one another in `chunks`, each buffer beginning with a chunk of its own. */
  buffers: list(z.strictObject({ name: text(MAX_PATH), size: uint() }), 600),
  chunks: list(cidSchema, MAX_CHUNKS),
});
export type GuestState = z.infer<typeof guestStateSchema>;

/** What a state belongs to, all of which has to be the same where a run goes on from it. */
export type StateOwner = Pick<GuestState, "engine" | "fuelVersion" | "program">;

/** The one form of a root. A larger state than it can list is not captured. */
export const guestStateCodec = defineCodec("guest state", guestStateSchema, {
  limits: { maxBytes: MAX_BLOCK_BYTES, maxDepth: 4, maxItems: 100_000 },
});

/** How many chunks so many bytes are. */
export function chunksOf(size: number): number {
  return Math.ceil(size / CHUNK_BYTES);
}

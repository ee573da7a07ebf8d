import type * as z from "zod";
import { classify } from "./classify.ts";
import { type Decoder, generateDecoder } from "./generate-decoder.ts";
import { type Encoder, generateEncoder } from "./generate-encoder.ts";
import { interpretDecode } from "./interpret-decoder.ts";
import { interpretEncode } from "./interpret-encoder.ts";
import { cursor } from "./reader.ts";
import type { Decoded } from "./refusal.ts";
import { refusedBytes } from "./refused-bytes.ts";
import { roomFor } from "./room.ts";
import { RECORD_LIMITS, type ScanLimits } from "./scan.ts";
import { type Shape, shapeOf } from "./shape.ts";
import { copyIntoSlab } from "./slab.ts";
import { cannotEncode } from "./writer.ts";

/** Turns a value into the canonical bytes that are hashed, signed and sent, and such bytes back into the value. */
export interface Codec<T> {
  readonly name: string;
  /** Throws `CORE_CANNOT_ENCODE` for a value that `decode` would refuse. */
  encode(value: T): Uint8Array;
  /** For bytes from anybody: a refusal is a return value. Byte strings in the value are views of the input. */
  decode(bytes: Uint8Array): Decoded<T>;
  /** For bytes that must be good, such as our own: throws `CORE_REFUSED_BYTES` where `decode` refuses. */
  parse(bytes: Uint8Array): T;
}

/** Bounds of a codec, and how it does its work. */
export interface CodecOptions {
  readonly limits?: ScanLimits;
  /** `interpret` never generates code. `generate`, the default, falls back to it where that is forbidden. */
  readonly mode?: "generate" | "interpret";
}

/** A codec for the values of a schema made of record fields. Code is generated at the first use, not at import. */
export function defineCodec<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  { limits = RECORD_LIMITS, mode = "generate" }: CodecOptions = {},
): Codec<z.output<Schema>> {
  let engine: Engine | undefined;
  const start = (): Engine => {
    engine = createEngine(name, shapeOf(schema), { limits, mode });
    return engine;
  };

  function encode(value: unknown): Uint8Array {
    const encoded = (engine ?? start()).encode(value);
    if (encoded.length > limits.maxBytes) throw cannotEncode(name, "");
    return encoded;
  }

  function decode(bytes: Uint8Array): Decoded<z.output<Schema>> {
    return (engine ?? start()).decode(plainView(bytes)) as Decoded<z.output<Schema>>;
  }

  return {
    name,
    encode,
    decode,
    parse(bytes) {
      const decoded = decode(bytes);
      if (decoded.ok) return decoded.value;
      throw refusedBytes(name, decoded.refusal);
    },
  };
}

/** Node's Buffer slices and prints itself differently; what is read from one is made of Uint8Arrays all the same. */
function plainView(bytes: Uint8Array): Uint8Array {
  if (bytes.constructor === Uint8Array) return bytes;
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

interface Engine {
  encode(value: unknown): Uint8Array;
  decode(bytes: Uint8Array): Decoded<unknown>;
}

function createEngine(name: string, shape: Shape, { limits, mode }: Required<CodecOptions>): Engine {
  const interpreted: Engine = {
    encode: (value) => interpretEncode(name, shape, value),
    decode: (bytes) => interpretDecode(shape, bytes, limits),
  };
  if (mode === "interpret") return interpreted;
  try {
    return generatedEngine(name, shape, limits);
  } catch (error) {
    if (error instanceof EvalError) return interpreted; // a content security policy forbids new Function
    throw error;
  }
}

function generatedEngine(name: string, shape: Shape, limits: ScanLimits): Engine {
  const write: Encoder = generateEncoder(name, shape);
  const read: Decoder = generateDecoder(shape);
  const room = roomFor(shape);
  return {
    encode(value) {
      const scratch = scratchOf(room);
      return copyIntoSlab(scratch, write(value, scratch, 0));
    },
    decode(bytes) {
      if (bytes.length > limits.maxBytes) return { ok: false, refusal: { code: "CORE_TOO_LARGE" } };
      const value = read(bytes, 0);
      if (value !== undefined && cursor.end === bytes.length) return { ok: true, value };
      return {
        ok: false,
        refusal: value === undefined ? classify(bytes, limits) : { code: "CORE_MALFORMED" },
      };
    },
  };
}

let scratch = new Uint8Array(0);

/** Encoders share one buffer: each is done with it before another starts. */
function scratchOf(room: number): Uint8Array {
  if (scratch.length < room) scratch = new Uint8Array(room);
  return scratch;
}

import type * as z from "zod";
import { classify } from "./classify.ts";
import { depthOf } from "./depth-of.ts";
import { type Decoder, generateDecoder } from "./generate-decoder.ts";
import { type Encoder, generateEncoder } from "./generate-encoder.ts";
import { interpretDecode } from "./interpret-decoder.ts";
import { interpretEncode } from "./interpret-encoder.ts";
import { cursor } from "./reader.ts";
import type { Decoded, Refusal } from "./refusal.ts";
import { refusedBytes } from "./refused-bytes.ts";
import { roomFor } from "./room.ts";
import { RECORD_LIMITS, type ScanLimits, scan } from "./scan.ts";
import { badSchema, type Shape, shapeOf } from "./shape.ts";
import { copyIntoSlab } from "./slab.ts";
import { cannotEncode, written } from "./writer.ts";

/** Turns a value into the canonical bytes that are hashed, signed and sent, and such bytes back into the value. */
export interface Codec<T> {
  readonly name: string;
  /**
   * Throws `CORE_CANNOT_ENCODE` for a value that `decode` would refuse. The bytes may share their ArrayBuffer with
   * others, as those of a Buffer do: whoever transfers or keeps them for long copies them first.
   */
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
    const before = written.data;
    const encoded = (engine ?? start()).encode(value);
    const bounded = written.data === before && encoded.length <= Math.min(limits.maxBytes, limits.maxItems);
    if (bounded || scan(encoded, limits) === undefined) return encoded;
    throw cannotEncode(name, "");
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
  // Both are asked also where they are not needed, so that both modes take the same schemas.
  const room = roomFor(shape);
  if (depthOf(shape) > limits.maxDepth) throw badSchema(`${name} is deeper than ${limits.maxDepth} levels`);
  if (mode === "interpret") return interpretedEngine(name, shape, limits);
  try {
    return generatedEngine({ name, shape, limits, room });
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
    return interpretedEngine(name, shape, limits); // a content security policy forbids new Function
  }
}

interface Plan {
  readonly name: string;
  readonly shape: Shape;
  readonly limits: ScanLimits;
  readonly room: number;
}

function interpretedEngine(name: string, shape: Shape, limits: ScanLimits): Engine {
  return {
    encode: (value) => interpretEncode(name, shape, value),
    decode: (bytes) => interpretDecode(shape, bytes, limits),
  };
}

/**
 * Generated code keeps to every bound that the shape declares by itself. What is left to the scan is the depth of
 * `Data` inside the whole, and the number of items; no value has more of them than bytes.
 */
function generatedEngine({ name, shape, limits, room }: Plan): Engine {
  const write: Encoder = generateEncoder(name, shape);
  const read: Decoder = generateDecoder(shape);

  function refusalOf(bytes: Uint8Array, value: unknown, hasData: boolean): Refusal | undefined {
    if (value === undefined) return classify(bytes, limits);
    if (cursor.end !== bytes.length) return { code: "CORE_MALFORMED" };
    const code = hasData || bytes.length > limits.maxItems ? scan(bytes, limits) : undefined;
    return code === undefined ? undefined : { code };
  }

  return {
    encode(value) {
      const scratch = borrowScratch(room);
      try {
        return copyIntoSlab(scratch, write(value, scratch, 0));
      } finally {
        spare = scratch;
      }
    },
    decode(bytes) {
      if (bytes.length > limits.maxBytes) return { ok: false, refusal: { code: "CORE_TOO_LARGE" } };
      const before = cursor.data;
      const value = read(bytes, 0);
      const refusal = refusalOf(bytes, value, cursor.data !== before);
      return refusal === undefined ? { ok: true, value } : { ok: false, refusal };
    },
  };
}

const NONE = new Uint8Array(0);
let spare: Uint8Array = NONE;

/** Encoders share one buffer. One that runs inside another, from a getter or a rule, finds it gone and makes its own. */
function borrowScratch(room: number): Uint8Array {
  const scratch = spare.length < room ? new Uint8Array(room) : spare;
  spare = NONE;
  return scratch;
}

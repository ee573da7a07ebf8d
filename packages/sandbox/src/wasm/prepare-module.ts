import { createByteCursor } from "./byte-cursor.ts";
import { copyBytes, createByteSink, writeU32 } from "./byte-sink.ts";
import { uncapturableGlobals } from "./captured-globals.ts";
import { countBody, fillersFor } from "./filler-functions.ts";
import { FUEL_VERSION } from "./fuel-costs.ts";
import { meterIndexes } from "./meter-indexes.ts";
import { MODULE_BOUNDS } from "./module-bounds.ts";
import type { ModuleExport } from "./module-interface.ts";
import type { ModuleRefusal } from "./module-refusal.ts";
import type { ExportShape, ModuleShape } from "./module-shape.ts";
import type { ModuleTerms } from "./module-terms.ts";
import type { PreparedModule } from "./prepared-module.ts";
import { readModule } from "./read-module.ts";
import { scanBody } from "./scan-body.ts";
import { writeBody } from "./write-body.ts";
import { type MeteredBodies, writeModule } from "./write-module.ts";

/**
 * Checks a stranger's module against the terms and makes it meter itself. Nothing of it is run. The same bytes and
 * terms give the same module everywhere.
 */
export function prepareModule(bytes: Uint8Array, terms: ModuleTerms): PreparedModule | ModuleRefusal {
  const invalid = refuseInvalid(bytes, terms);
  if (invalid !== undefined) return invalid;
  const shape = readModule(bytes, terms.limits);
  if ("ok" in shape) return shape;
  const bodies = meterBodies(bytes, shape, terms);
  if ("ok" in bodies) return bodies;
  shape.uncapturable ??= uncapturableGlobals(shape.globals);
  return describe(shape, writeModule(bytes, shape, bodies));
}

/**
 * What the engine would not run is never rewritten: a function that sets a global which the module has not got would
 * otherwise set that of the meter, once it is appended.
 */
function refuseInvalid(bytes: Uint8Array, { limits }: ModuleTerms): ModuleRefusal | undefined {
  const { length } = bytes;
  if (length > limits.moduleBytes) {
    return refusal("too-large", `a module of ${length} bytes; ${limits.moduleBytes} at most`);
  }
  return WebAssembly.validate(bytes as Uint8Array<ArrayBuffer>)
    ? undefined
    : refusal("malformed", "no WebAssembly module");
}

function refusal(reason: ModuleRefusal["reason"], message: string): ModuleRefusal {
  return { ok: false, reason, message, offset: 0 };
}

function meterBodies(
  bytes: Uint8Array,
  shape: ModuleShape,
  { deterministic }: ModuleTerms,
): MeteredBodies | ModuleRefusal {
  const cursor = createByteCursor(bytes);
  const indexes = meterIndexes(shape);
  const bodies = createByteSink(bytes.length * 2);
  const one = createByteSink(4_096);
  const imported = shape.imports.length;
  const sizes = { count: 0, smallBefore: 0, smallAfter: 0 };
  for (const [index, body] of shape.bodies.entries()) {
    const type = shape.functions[imported + index] ?? 0;
    const scanned = scanBody(cursor, { shape, type, body, deterministic });
    if (cursor.refusal !== undefined) return cursor.refusal;
    one.length = 0;
    writeBody(scanned, { sink: one, indexes });
    if (one.length > MODULE_BOUNDS.functionBytes || bodies.length > MODULE_BOUNDS.codeBytes) {
      return { ...refusal("too-large", "code that is too large when it is metered"), offset: body.start };
    }
    countBody(sizes, body.end - body.start, one.length);
    writeU32(bodies, one.length);
    copyBytes(bodies, one.bytes, 0, one.length);
  }
  return { sink: bodies, indexes, fillers: fillersFor(sizes) };
}

function describe(shape: ModuleShape, bytes: Uint8Array<ArrayBuffer>): PreparedModule {
  const { memory } = shape;
  return {
    ok: true,
    bytes,
    fuelVersion: FUEL_VERSION,
    imports: shape.imports,
    exports: shape.exports.map((found) => describeExport(shape, found)),
    hasStart: shape.start !== undefined,
    memory: memory && { initialPages: memory.least, maximumPages: memory.most },
    usesFloats: shape.usesFloats,
    uncapturable: shape.uncapturable,
  };
}

const KINDS = ["function", "table", "memory", "global"] as const;

function describeExport(shape: ModuleShape, { name, kind, index }: ExportShape): ModuleExport {
  const named = KINDS[kind] ?? "function";
  if (named !== "function") return { name, kind: named };
  const { params, results } = shape.types[shape.functions[index] ?? 0] ?? { params: [], results: [] };
  return { name, kind: named, params, results };
}

import { isDid } from "../ids/did.ts";
import { encodeData } from "./data.ts";
import { isText, namesOf } from "./leaves.ts";
import { joinPath } from "./path.ts";
import { createProgram, type Program, storeBytes } from "./program.ts";
import type { Field, ObjectShape, Shape, ShapeOf } from "./shape.ts";
import {
  cannotEncode,
  encodeText,
  writeAmount,
  writeBytes,
  writeHead,
  writeLink,
  writeRaw,
  writeText,
} from "./writer.ts";

/** Writes a value at `at` of `into` and returns where it ended; throws `CORE_CANNOT_ENCODE` for what it cannot write. */
export type Encoder = (value: unknown, into: Uint8Array, at: number) => number;

/** The schema of a value as straight-line code: keys are constants, every value is checked as it is written. */
export function generateEncoder(codec: string, shape: Shape): Encoder {
  const program = createProgram();
  return program.link(writerOf({ program, codec, value: "v", path: "" }, shape));
}

/** What the source under construction is about: an expression for the value, and its name in errors. */
interface Place {
  readonly program: Program;
  readonly codec: string;
  readonly value: string;
  readonly path: string;
}

/** Statements that write the value of the place at `p` of `o` and move `p` past it. */
function write(place: Place, shape: Shape): string {
  return WRITERS[shape.kind](place, shape as never);
}

/** A function that does the same. Nested values get one of their own, so that names in loops do not meet. */
function writerOf(place: Place, shape: Shape): string {
  return place.program.define("v, o, p", `${write({ ...place, value: "v" }, shape)}\nreturn p;`);
}

const WRITERS: { readonly [Kind in Shape["kind"]]: (place: Place, shape: ShapeOf<Kind>) => string } = {
  text: (place, shape) => {
    const fits = `${place.program.refer(isText)}(${place.program.refer(shape)}, ${place.value})`;
    return `${unless(place, fits)} ${call(place, writeText)}`;
  },
  uint: (place, { min, max }) => {
    const { value } = place;
    return `${unless(place, `Number.isSafeInteger(${value}) && ${value} >= ${min} && ${value} <= ${max}`)}
      if (${value} < 24) o[p++] = ${value}; else p = ${place.program.refer(writeHead)}(o, p, 0, ${value});`;
  },
  amount: (place) => {
    const fits = `typeof ${place.value} === "bigint" && ${place.value} >= 0n && ${place.value} < ${2n ** 63n}n`;
    return `${unless(place, fits)} ${call(place, writeAmount)}`;
  },
  flag: (place) =>
    `${unless(place, `typeof ${place.value} === "boolean"`)} o[p++] = ${place.value} ? 0xf5 : 0xf4;`,
  null: (place) => `${unless(place, `${place.value} === null`)} o[p++] = 0xf6;`,
  literal: (place, { values }) => {
    const cases = values.map(
      (text) => `case ${JSON.stringify(text)}: ${storeBytes(encodeText(text))} break;`,
    );
    return `switch (${place.value}) { ${cases.join(" ")} default: ${fail(place)} }`;
  },
  bytes: (place, shape) => {
    const fits = `${place.value} instanceof Uint8Array && ${between(`${place.value}.length`, shape)}`;
    return `${unless(place, fits)} ${call(place, writeBytes)}`;
  },
  link: (place) => `${call(place, writeLink)} ${unless(place, "p > 0")}`,
  did: (place) =>
    `${unless(place, `${place.program.refer(isDid)}(${place.value})`)} ${call(place, writeText)}`,
  data: (place, { maxBytes }) => `{
      const encoded = ${place.program.refer(encodeData)}(${place.value}, ${maxBytes});
      ${unless(place, "encoded !== undefined")} ${call({ ...place, value: "encoded" }, writeRaw)}
    }`,
  nullable: (place, { inner }) =>
    `if (${place.value} === null) o[p++] = 0xf6; else { ${write(place, inner)} }`,
  list: (place, shape) => {
    const { program, value, path } = place;
    const writer = writerOf({ ...place, path: `${path}[]` }, shape.element);
    return `${unless(place, `Array.isArray(${value}) && ${between(`${value}.length`, shape)}`)}
      p = ${program.refer(writeHead)}(o, p, 0x80, ${value}.length);
      for (let i = 0; i < ${value}.length; i++) p = ${writer}(${value}[i], o, p);`;
  },
  map: (place, shape) => {
    const { program, value, path } = place;
    const writer = writerOf({ ...place, path: `${path}.*` }, shape.value);
    return `{
      const start = p, names = ${program.refer(namesOf)}(${program.refer(shape)}, ${value});
      ${unless(place, "names !== undefined")}
      p = ${program.refer(writeHead)}(o, p, 0xa0, names.length);
      for (const n of names) { p = ${program.refer(writeText)}(o, p, n); p = ${writer}(${value}[n], o, p); }
      ${unless(place, `p - start <= ${shape.maxBytes}`)}
    }`;
  },
  object: (place, shape) => `p = ${objectWriter(place, shape)}(${place.value}, o, p);`,
  union: (place, { plain, variants }) => {
    const cases = [...variants].map(([tag, shape]) => {
      const condition = tag === "" ? "true" : `${place.value}?.type === ${JSON.stringify(tag)}`;
      return `if (${condition}) { ${write(place, shape)} }`;
    });
    if (plain !== undefined)
      cases.unshift(`if (typeof ${place.value} === "string") { ${write(place, plain)} }`);
    return `${cases.join(" else ")} else { ${fail({ ...place, path: joinPath(place.path, "type") })} }`;
  },
};

function call(
  { program, value }: Place,
  writer: (into: Uint8Array, at: number, value: never) => number,
): string {
  return `p = ${program.refer(writer)}(o, p, ${value});`;
}

function fail({ program, codec, path }: Place): string {
  return `throw ${program.refer(cannotEncode)}(${JSON.stringify(codec)}, ${JSON.stringify(path)});`;
}

function unless(place: Place, condition: string): string {
  return `if (!(${condition})) ${fail(place)}`;
}

function between(length: string, { min, max }: { readonly min: number; readonly max: number }): string {
  return `${length} >= ${min} && ${length} <= ${max}`;
}

function objectWriter(outer: Place, shape: ObjectShape): string {
  const place = { ...outer, value: "v" };
  const { program } = place;
  const required = shape.fields.filter((field) => !field.optional).length;
  const fields = shape.fields.map((field) => fieldWriter(place, field));
  const rules = shape.rules.map((rule) => unless(place, `${program.refer(rule)}(v)`));
  return program.define(
    "v, o, p",
    `${unless(place, 'typeof v === "object" && v !== null && !Array.isArray(v)')}
    let given = 0, written = ${required};
    for (const name in v) if (v[name] !== undefined) given++;
    p = ${program.refer(writeHead)}(o, p, 0xa0, given);
    ${[...fields, unless(place, "written === given"), ...rules].join("\n")}
    return p;`,
  );
}

function fieldWriter(object: Place, { name, shape, optional }: Field): string {
  const place = { ...object, value: `v.${name}`, path: joinPath(object.path, name) };
  const statements = `${storeBytes(encodeText(name))} ${write(place, shape)}`;
  return optional ? `if (v.${name} !== undefined) { written++; ${statements} }` : statements;
}

import { readData } from "./data.ts";
import { joinPath } from "./path.ts";
import { bytesMatch, createProgram, type Program } from "./program.ts";
import {
  cursor,
  giveUp,
  peekType,
  readAmount,
  readBytes,
  readDid,
  readHead,
  readLink,
  readName,
  readText,
  type Site,
} from "./reader.ts";
import type { Field, ObjectShape, Shape, ShapeOf } from "./shape.ts";
import { encodeText } from "./writer.ts";

/**
 * Reads the value at `at`, leaving its end in the cursor. Undefined if that is not the canonical form of a value
 * of the shape; the cursor then tells where and at which site it gave up.
 */
export type Decoder = (bytes: Uint8Array, at: number) => unknown;

/** The schema of a value as straight-line code that checks shape and canonical form while it reads. */
export function generateDecoder(shape: Shape): Decoder {
  const program = createProgram();
  return program.link(readerOf({ program, target: "v", path: "" }, shape));
}

/** What the source under construction is about: a variable for the value, and its name in refusals. */
interface Place {
  readonly program: Program;
  readonly target: string;
  readonly path: string;
}

/** Statements that read a value at `q` of `b` into the target and move `q` past it, or give up. */
function read(place: Place, shape: Shape): string {
  return READERS[shape.kind](place, shape as never);
}

/** A function that does the same. Nested values get one of their own, so that names in loops do not meet. */
function readerOf({ program, path }: Place, shape: Shape): string {
  const place = { program, target: "v", path };
  if (shape.kind === "object") return objectReader(place, shape);
  return program.define("b, q", `let v;\n${read(place, shape)}\n${leave(place)}`);
}

const READERS: { readonly [Kind in Shape["kind"]]: (place: Place, shape: ShapeOf<Kind>) => string } = {
  text: (place, { min, max, pattern }) => {
    const tooShort = min > 0 ? giveUpIf(place, `${place.target}.length < ${min}`) : "";
    const other = pattern ? giveUpIf(place, `!${place.program.refer(pattern)}.test(${place.target})`) : "";
    return `${call(place, readText, max)} ${tooShort} ${other}`;
  },
  uint: (place, { min, max }) => {
    const { program, target } = place;
    return `${target} = b[q];
      if (${target} < 24) q++; else {
        ${target} = ${program.refer(readHead)}(b, q, 0);
        ${giveUpIf(place, `${target} < 0`)}
        q = ${program.refer(cursor)}.end;
      }
      ${giveUpIf(place, `${target} < ${min} || ${target} > ${max}`)}`;
  },
  amount: (place) => call(place, readAmount),
  flag: (place) => `${giveUpIf(place, "b[q] !== 0xf5 && b[q] !== 0xf4")} ${place.target} = b[q++] === 0xf5;`,
  null: (place) => `${giveUpIf(place, "b[q] !== 0xf6")} ${place.target} = null; q++;`,
  literal: (place, { values }) => {
    const cases = values.map((value) => {
      const bytes = encodeText(value);
      return `if (${bytesMatch(bytes)}) { ${place.target} = ${JSON.stringify(value)}; q += ${bytes.length}; }`;
    });
    // The field `t` of a whole record names its type and version: another one may be newer, not wrong.
    return `${cases.join(" else ")} else ${fail(place, { expected: place.path === "t" ? "type" : "value" })}`;
  },
  bytes: (place, { min, max }) =>
    `${call(place, readBytes, max)} ${min > 0 ? giveUpIf(place, `${place.target}.length < ${min}`) : ""}`,
  link: (place) => call(place, readLink),
  did: (place) => call(place, readDid),
  data: (place, { maxBytes }) => call(place, readData, maxBytes),
  nullable: (place, { inner }) =>
    `if (b[q] === 0xf6) { ${place.target} = null; q++; } else { ${read(place, inner)} }`,
  list: (place, { element, min, max }) => {
    const { program, target, path } = place;
    const reader = readerOf({ ...place, path: `${path}[]` }, element);
    return `{
      const count = ${program.refer(readHead)}(b, q, 0x80);
      ${giveUpIf(place, `count < ${min} || count > ${max}`)}
      q = ${program.refer(cursor)}.end; ${target} = [];
      for (let i = 0; i < count; i++) { let e; ${callGenerated({ ...place, target: "e" }, reader)} ${target}.push(e); }
    }`;
  },
  map: (place, { value, max, maxBytes }) => {
    const { program, target, path } = place;
    const reader = readerOf({ ...place, path: `${path}.*` }, value);
    return `{
      const start = q, count = ${program.refer(readHead)}(b, q, 0xa0); let last = -1, lastEnd = -1;
      ${giveUpIf(place, `count < 0 || count > ${max}`)}
      q = ${program.refer(cursor)}.end; ${target} = {};
      for (let i = 0; i < count; i++) {
        const name = ${program.refer(readName)}(b, q, last, lastEnd); let e;
        if (name === undefined) ${fail(place, { expected: "name" })}
        last = q; lastEnd = q = ${program.refer(cursor)}.end;
        ${callGenerated({ ...place, target: "e" }, reader)} ${target}[name] = e;
      }
      ${giveUpIf(place, `q - start > ${maxBytes}`)}
    }`;
  },
  object: (place, shape) => callGenerated(place, objectReader(place, shape)),
  union: unionReader,
};

function call(
  { program, target, path }: Place,
  reader: (...args: never[]) => unknown,
  limit?: number,
): string {
  return `${target} = ${program.refer(reader)}(b, q${limit === undefined ? "" : `, ${limit}`});
    ${giveUpIf({ program, target, path }, `${target} === undefined`)} q = ${program.refer(cursor)}.end;`;
}

/** A call of a generated function, which has already said where it gave up. */
function callGenerated({ program, target }: Place, reader: string): string {
  const end = `${program.refer(cursor)}.end`;
  return `${target} = ${reader}(b, q); if (${target} === undefined) return undefined; q = ${end};`;
}

function giveUpIf(place: Place, wrong: string): string {
  return `if (${wrong}) ${fail(place, { expected: "value" })}`;
}

function fail({ program, path }: Place, site: Omit<Site, "path">): string {
  return `return ${program.refer(giveUp)}(${program.refer({ path, ...site })}, q);`;
}

function leave({ program, target }: Place): string {
  return `${program.refer(cursor)}.end = q;\nreturn ${target};`;
}

function unionReader(place: Place, { plain, variants }: ShapeOf<"union">): string {
  const { program, path } = place;
  const single = variants.get("");
  const cases = [...variants].map(
    ([tag, shape]) =>
      `case ${JSON.stringify(tag)}: ${callGenerated(place, objectReader(place, shape))} break;`,
  );
  const unknown = fail({ ...place, path: joinPath(path, "type") }, { expected: "variant" });
  const objects = single
    ? callGenerated(place, objectReader(place, single))
    : `switch (${program.refer(peekType)}(b, q)) { ${cases.join("\n")} default: ${unknown} }`;
  return plain === undefined ? objects : `if (b[q] >> 5 !== 5) { ${read(place, plain)} } else { ${objects} }`;
}

function objectReader({ program, path }: Place, shape: ObjectShape): string {
  const place = { program, target: "v", path };
  const object = { path, names: shape.fields.map(({ name }) => name) };
  const fields = shape.fields.map((field, index) =>
    fieldReader({ ...place, target: `v${index}` }, field, object),
  );
  const required = shape.fields.flatMap(({ name, optional }, index) =>
    optional ? [] : [`${name}: v${index}`],
  );
  const optional = shape.fields.flatMap(({ name, optional }, index) =>
    optional ? [`if (v${index} !== undefined) v.${name} = v${index};`] : [],
  );
  const rules = shape.rules.map((rule) => giveUpIf(place, `!${program.refer(rule)}(v)`));
  return program.define(
    "b, q",
    `let left = ${program.refer(readHead)}(b, q, 0xa0);
    ${giveUpIf(place, "left < 0")}
    q = ${program.refer(cursor)}.end;
    ${fields.join("\n")}
    if (left !== 0) ${fail(place, { expected: "key", object })}
    const v = { ${required.join(", ")} };
    ${[...optional, ...rules].join("\n")}
    ${leave(place)}`,
  );
}

function fieldReader(
  place: Place,
  { name, shape, optional }: Field,
  object: NonNullable<Site["object"]>,
): string {
  const key = encodeText(name);
  const inside = { ...place, path: joinPath(place.path, name) };
  const value = `left--; q += ${key.length}; ${read(inside, shape)}`;
  if (optional) return `let ${place.target}; if (left !== 0 && ${bytesMatch(key)}) { ${value} }`;
  return `let ${place.target};
    ${giveUpIf(inside, "left === 0")}
    if (!(${bytesMatch(key)})) ${fail(inside, { expected: "key", object })}
    ${value}`;
}

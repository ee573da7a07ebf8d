/** Source text under construction, with the values that it refers to by name. */
export interface Program {
  /** A name for this value inside the source. */
  refer(value: unknown): string;
  /** Adds a function and returns its name. */
  define(parameters: string, body: string): string;
  /** Compiles what was defined and returns the function of that name. */
  link<Entry>(entry: string): Entry;
}

/** Starts an empty program. What goes into it comes from schemas in the code, never from a peer. */
export function createProgram(): Program {
  const values: unknown[] = [];
  const functions: string[] = [];
  return {
    refer(value) {
      const known = values.indexOf(value);
      return `k${known < 0 ? values.push(value) - 1 : known}`;
    },
    define(parameters, body) {
      const name = `f${functions.length}`;
      functions.push(`function ${name}(${parameters}) {\n${body}\n}`);
      return name;
    },
    link(entry) {
      const names = values.map((_, index) => `k${index}`);
      // Throws an EvalError where a content security policy forbids it; the codec then interprets the shape.
      // biome-ignore lint/nursery/noImpliedEval: this is the one place that generates code
      return new Function(...names, `"use strict";\n${functions.join("\n")}\nreturn ${entry};`)(...values);
    },
  };
}

/** Statements that store these bytes at `at` of `into`, one by one: faster than a call for what is this short. */
export function storeBytes(bytes: Uint8Array): string {
  return `${[...bytes].map((byte, index) => `o[p + ${index}] = ${byte};`).join(" ")} p += ${bytes.length};`;
}

/** An expression that is true if these bytes stand at the cursor. */
export function bytesMatch(bytes: Uint8Array): string {
  return [...bytes].map((byte, index) => `b[q + ${index}] === ${byte}`).join(" && ");
}

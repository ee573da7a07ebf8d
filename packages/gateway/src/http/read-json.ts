import { type Answer, answered, refuse } from "./refusal.ts";

const MOST_LEVELS = 32;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/**
 * The JSON in the bytes. It may be nested as deep as a record at most: whatever walks it later, by recursion, comes to
 * an end.
 */
export function readJson(bytes: Uint8Array): Answer<unknown> {
  if (bytes.length === 0) return answered(undefined);
  if (levelsOf(bytes) > MOST_LEVELS) return wrong(`nested more than ${MOST_LEVELS} levels deep`);
  try {
    return answered(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes), withoutPrototype));
  } catch {
    return wrong("not JSON in UTF-8"); // how the decoder and the parser say so
  }
}

function wrong(message: string): Answer<never> {
  return refuse({ code: "GATEWAY_BAD_REQUEST", path: "body", message });
}

/** A member that would be taken for the prototype of its object is left out, and so refused where it was needed. */
function withoutPrototype(this: unknown, name: string, value: unknown): unknown {
  return name === "__proto__" ? undefined : value;
}

/** Brackets within texts do not count. */
function levelsOf(bytes: Uint8Array): number {
  let [level, deepest] = [0, 0];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) at = endOfText(bytes, at);
    level += (OPENING.has(byte) ? 1 : 0) - (CLOSING.has(byte) ? 1 : 0);
    deepest = Math.max(deepest, level);
  }
  return deepest;
}

function endOfText(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

import { cidOf, didFromPublicKey } from "@icn-mesh/core";

/** One leaf of a value, and what the value would be with that leaf changed, removed, or joined by another. */
export interface Leaf {
  readonly path: string;
  readonly variants: readonly unknown[];
}

/** Where a text is one of a few, these are others of them. */
const ENUM_VALUES = ["cancelled", "charter", "resolver"];

/** Every leaf of a value, however deep, with the ways to change it. */
export function leavesOf(
  value: unknown,
  path = "",
  rebuild: (changed: unknown) => unknown = (changed) => changed,
): readonly Leaf[] {
  if (Array.isArray(value)) {
    const inside = value.flatMap((member, index) =>
      leavesOf(member, `${path}[${index}]`, (changed) => rebuild(value.with(index, changed))),
    );
    const longer = value.length > 0 ? [[...value, value[0]], value.slice(1)] : [];
    return [...inside, { path: `${path}[]`, variants: longer.map(rebuild) }];
  }
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) {
    return [{ path, variants: otherThan(value).map(rebuild) }];
  }
  return Object.entries(value).flatMap(([name, member]) => {
    const { [name]: _, ...rest } = value as Record<string, unknown>;
    const inside = leavesOf(member, `${path}.${name}`, (changed) => rebuild({ ...value, [name]: changed }));
    return [...inside, { path: `${path}.${name} removed`, variants: [rebuild(rest)] }];
  });
}

function otherThan(value: unknown): readonly unknown[] {
  if (typeof value === "string")
    return [`${value}x`, otherLetter(value), ...ENUM_VALUES.filter((other) => other !== value)];
  if (typeof value === "number") return [value + 1, value - 1];
  if (typeof value === "bigint") return [value + 1n, value - 1n];
  if (typeof value === "boolean") return [!value];
  if (value instanceof Uint8Array)
    return [value.map((byte, at) => (at === 0 ? byte ^ 1 : byte)), value.subarray(1)];
  return [cidOf(Uint8Array.of(1)), didFromPublicKey(new Uint8Array(32)), "x", new Uint8Array(16)];
}

/** The same text with its last letter but one exchanged: another id where the text is one. */
function otherLetter(text: string): string {
  const at = text.length - 2;
  return `${text.slice(0, at)}${text[at] === "a" ? "e" : "a"}${text.slice(at + 1)}`;
}

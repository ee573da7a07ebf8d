import { createBoundedMap } from "@icn-mesh/core";
import type { TableKey, TableRules } from "../distributed-table.ts";

/** What one node keeps of the table. */
export interface MemoryTableShelf {
  get(key: string): Uint8Array | undefined;
  /** False when it has a better value, or no room. */
  put(key: string, value: Uint8Array): boolean;
}

const MAX_VALUES = 1_024;
/** What the real table takes. */
const MAX_VALUE_BYTES = 8 * 1_024;

/** An empty shelf for values of these namespaces. */
export function createTableShelf(rules: readonly TableRules[]): MemoryTableShelf {
  const values = createBoundedMap<string, Uint8Array>({ max: MAX_VALUES, whenFull: "evict-oldest" });
  return {
    get: (key) => values.get(key),
    put(key, value) {
      const [namespace, name] = parseKey(key);
      const rule = rules.find((those) => those.namespace === namespace);
      if (rule === undefined || value.length > MAX_VALUE_BYTES || !rule.isValid(name, value)) return false;
      const known = values.get(key);
      if (known !== undefined && rule.compare(known, value) <= 0) return false;
      return values.set(key, value);
    },
  };
}

/** The key as text. */
export function printKey({ namespace, name }: TableKey): string {
  return `${namespace}/${toHex(name)}`;
}

function parseKey(key: string): readonly [string, Uint8Array] {
  const at = key.lastIndexOf("/");
  const name = key.slice(at + 1).match(/../g) ?? [];
  return [key.slice(0, at), Uint8Array.from(name, (byte) => Number.parseInt(byte, 16))];
}

/** Two digits a byte. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

import type { RowChanges } from "./judge-group.ts";

/** One row after the other of all that change. */
export function* flatRows(
  rows: RowChanges = new Map(),
): Generator<readonly [model: string, key: string, value: Uint8Array | null]> {
  for (const [model, changed] of rows) {
    for (const [key, value] of changed) yield [model, key, value];
  }
}

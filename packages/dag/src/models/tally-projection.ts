import type { Cid, Projection, ProjectionView, Storage } from "@icn-mesh/core";

/** A read model that counts refs by a key. */
export interface TallyModel {
  readonly model: string;
  readonly version: number;
  readonly prefix: string;
  /** What the ref counts for, by where it points; undefined when it does not count. Nothing else may decide it. */
  keyOf(
    ref: { readonly name: string; readonly cid: Cid },
    view: Pick<ProjectionView, "block">,
  ): string | undefined;
}

const COUNT_BYTES = 8;

/** The projection of such a model: one row per key that counts at least one ref. */
export function tallyProjection({ model, version, prefix, keyOf }: TallyModel): Projection {
  return {
    model,
    version,
    prefix,
    project({ name, expect, to }, view) {
      const before = expect === null ? undefined : keyOf({ name, cid: expect }, view);
      const after = to === null ? undefined : keyOf({ name, cid: to }, view);
      if (before === after) return [];
      const changed = [
        { key: before, by: -1 },
        { key: after, by: 1 },
      ];
      return changed.flatMap(({ key, by }) => {
        if (key === undefined) return [];
        const count = countOf(view.row(key)) + by;
        return [{ key, value: count === 0 ? null : bytesOf(count) }];
      });
    },
  };
}

/** The counts of a tally, in order of their keys. */
export async function* readTally(
  storage: Pick<Storage, "rows">,
  model: string,
): AsyncGenerator<{ readonly key: string; readonly count: number }, void, undefined> {
  for await (const { key, value } of storage.rows(model)) yield { key, count: countOf(value) };
}

function countOf(value: Uint8Array | undefined): number {
  if (value === undefined) return 0;
  return Number(new DataView(value.buffer, value.byteOffset, COUNT_BYTES).getBigUint64(0));
}

function bytesOf(count: number): Uint8Array {
  const bytes = new Uint8Array(COUNT_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(count));
  return bytes;
}

import type { Cid, Projection, ProjectionView, Row, RowChange } from "@icn-mesh/core";

/** A read model that has rows of its own for every ref. */
export interface RowModel {
  readonly model: string;
  readonly version: number;
  readonly prefix: string;
  /**
   * The rows of one ref by where it points; nothing else may decide them. No two refs may have a row of one key, which
   * holds when the name is a part of it.
   */
  rowsOf(
    ref: { readonly name: string; readonly cid: Cid },
    view: Pick<ProjectionView, "block">,
  ): readonly Row[];
}

/**
 * The projection of such a model: a ref that moves leaves its rows behind and gets those of its new target. Its rows
 * follow from the refs alone, so a rebuild makes the same ones.
 */
export function rowProjection({ model, version, prefix, rowsOf }: RowModel): Projection {
  return {
    model,
    version,
    prefix,
    project({ name, expect, to }, view) {
      const before = expect === null ? [] : rowsOf({ name, cid: expect }, view);
      const after = to === null ? [] : rowsOf({ name, cid: to }, view);
      const removed = before.map(({ key }): RowChange => ({ key, value: null }));
      return [...removed, ...after];
    },
  };
}

import { CoreError } from "../errors.ts";
import type { Cid } from "../ids/cid.ts";
import {
  MAX_BLOCK_BYTES,
  type Projection,
  type ProjectionView,
  type RefChange,
  type RowChange,
} from "../ports/storage.ts";
import { createOrderedMap, type OrderedMap } from "./ordered-map.ts";
import { isStorageName } from "./storage-name.ts";

/** Rows of one commit that are computed and not yet applied, per model. */
export type PendingRows = ReadonlyMap<string, ReadonlyMap<string, Uint8Array | null>>;

/** The rows of every registered projection, held in memory. */
export interface ReadModels {
  /** What the changes do to the rows; throws `CORE_PROJECTION_FAILED` and leaves the rows as they are. */
  project(changes: readonly RefChange[], block: (cid: Cid) => Uint8Array | undefined): PendingRows;
  apply(pending: PendingRows): void;
  /** The rows of a model; throws `CORE_UNKNOWN_MODEL`. */
  rowsOf(model: string): OrderedMap<Uint8Array>;
}

/** Models without rows; throws `CORE_MODEL_TWICE` when two projections have one name. */
export function createReadModels(projections: readonly Projection[]): ReadModels {
  const models = new Map<string, OrderedMap<Uint8Array>>();
  for (const { model } of projections) {
    if (models.has(model))
      throw new CoreError(`two projections make ${model}`, { code: "CORE_MODEL_TWICE", model });
    models.set(model, createOrderedMap());
  }

  function rowsOf(model: string): OrderedMap<Uint8Array> {
    const rows = models.get(model);
    if (rows === undefined)
      throw new CoreError(`no projection makes ${model}`, { code: "CORE_UNKNOWN_MODEL", model });
    return rows;
  }

  return {
    rowsOf,
    project(changes, block) {
      return new Map(
        projections.map((projection) => {
          const before = (key: string) => rowsOf(projection.model).get(key);
          return [projection.model, projectModel(projection, changes, { block, before })];
        }),
      );
    },
    apply(pending) {
      for (const [model, changed] of pending) {
        const rows = rowsOf(model);
        for (const [key, value] of changed) {
          if (value === null) rows.delete(key);
          else rows.set(key, value);
        }
      }
    },
  };
}

/** What a projection may look at: blocks, and the rows of its model before these changes. */
export interface ProjectionSource {
  readonly block: (cid: Cid) => Uint8Array | undefined;
  readonly before: (key: string) => Uint8Array | undefined;
}

/**
 * What the changes of one commit, in the order of their names, do to the rows of one model (null deletes); throws
 * `CORE_PROJECTION_FAILED`. The values are copies, because a projection may reuse its buffer.
 */
export function projectModel(
  projection: Projection,
  changes: readonly RefChange[],
  { block, before }: ProjectionSource,
): ReadonlyMap<string, Uint8Array | null> {
  const changed = new Map<string, Uint8Array | null>();
  const row = (key: string) => (changed.has(key) ? (changed.get(key) ?? undefined) : before(key));
  for (const change of changes) {
    if (!change.name.startsWith(projection.prefix)) continue;
    for (const { key, value } of runProjection(projection, change, { block, row })) {
      changed.set(key, value && new Uint8Array(value));
    }
  }
  return changed;
}

/**
 * The rows that a projection makes of one change, checked against the limits. Every engine calls projections
 * through this, so that all of them fail alike, with `CORE_PROJECTION_FAILED`.
 */
export function runProjection(
  projection: Projection,
  change: RefChange,
  view: ProjectionView,
): readonly RowChange[] {
  const { model } = projection;
  try {
    const rows = projection.project(change, view);
    const bad = rows.find(({ key, value }) => !isStorageName(key) || (value?.length ?? 0) > MAX_BLOCK_BYTES);
    if (bad === undefined) return rows;
  } catch (cause) {
    throw new CoreError(
      `the projection ${model} threw`,
      { code: "CORE_PROJECTION_FAILED", model },
      { cause },
    );
  }
  throw new CoreError(`the projection ${model} made a row beyond the limits`, {
    code: "CORE_PROJECTION_FAILED",
    model,
  });
}

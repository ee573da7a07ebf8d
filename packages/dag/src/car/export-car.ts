import type { Block, Cid, Storage } from "@icn-mesh/core";
import { DagError } from "../errors.ts";
import { type WalkOptions, walk } from "../graph/walk.ts";
import { writeCar } from "./write-car.ts";

/** How a graph is exported: within the bounds of a walk, and what to do where it is not complete. */
export interface ExportOptions extends WalkOptions {
  /** Told of each block that is missing or beyond a bound, and left out; without it that is an error. */
  readonly onLeftOut?: (cid: Cid) => void;
}

/**
 * A CAR v1 of everything that the roots reach over kept links, as it is read; one block is held at a time. Throws
 * `DAG_BLOCK_MISSING` at a block that it has to leave out, unless it was told whom to tell.
 */
export function exportCar(
  storage: Pick<Storage, "get">,
  roots: readonly Cid[],
  options: ExportOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  return writeCar(roots, blocksOf(storage, roots, options));
}

async function* blocksOf(
  storage: Pick<Storage, "get">,
  roots: readonly Cid[],
  { onLeftOut = complain, ...bounds }: ExportOptions,
): AsyncGenerator<Block> {
  for await (const step of walk(storage, roots, bounds)) {
    if (step.type === "block") yield step;
    else onLeftOut(step.cid);
  }
}

function complain(cid: Cid): never {
  throw new DagError(`${cid} cannot be exported`, { code: "DAG_BLOCK_MISSING", cid });
}

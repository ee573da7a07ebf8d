import type { Projection } from "@icn-mesh/core";
import { firstPart } from "../graph/measure-store.ts";
import { tallyProjection } from "./tally-projection.ts";

/** Counts all refs by the first part of their names, as `measureStore` does, without reading them; see `readTally`. */
export const refsByFirstPart: Projection = tallyProjection({
  model: "refs-by-first-part",
  version: 1,
  prefix: "",
  keyOf: ({ name }) => firstPart(name),
});

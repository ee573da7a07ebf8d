import type { Projection } from "@icn-mesh/core";
import { rowProjection } from "@icn-mesh/dag";
import { HEADS, HEADS_MODEL } from "./item-names.ts";
import { outcomeRow } from "./outcome-entry.ts";

const IS_OUTCOME = /^heads\/\w+\/outcomes\//;
const NOTHING = new Uint8Array(0);

/** Lists what nodes share under the names of its refs, in order, with what reputation needs of each outcome. */
export const headsProjection: Projection = rowProjection({
  model: HEADS_MODEL,
  version: 1,
  prefix: HEADS,
  rowsOf({ name, cid }, view) {
    const entry = IS_OUTCOME.test(name) ? view.block(cid) : undefined;
    const value = entry === undefined ? NOTHING : outcomeRow(entry, (link) => view.block(link));
    return [{ key: name, value }];
  },
});

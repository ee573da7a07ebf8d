export { assertInteger } from "../assert-in-range.ts";
export { isCidAt, readCid, writeCid } from "../ids/cid.ts";
export { compareUtf8 } from "./compare-utf8.ts";
export { createOrderedMap, type KeyRange, type OrderedMap } from "./ordered-map.ts";
export { findLostRace, type PreparedCommit, prepareCommit } from "./prepare-commit.ts";
export { reachableBlocks } from "./reachable-blocks.ts";
export { type ProjectionSource, projectModel, runProjection } from "./read-models.ts";
export { createRefFeed, type RefFeed } from "./ref-feed.ts";
export { isStorageName } from "./storage-name.ts";

export { assertInteger } from "../assert-in-range.ts";
export { isCidAt, readCid, writeCid } from "../ids/cid.ts";
export { compareUtf8 } from "../memory/compare-utf8.ts";
export { createOrderedMap, type KeyRange, type OrderedMap } from "../memory/ordered-map.ts";
export { findLostRace, type PreparedCommit, prepareCommit } from "../memory/prepare-commit.ts";
export { runProjection } from "../memory/read-models.ts";
export { createRefFeed, type RefFeed } from "../memory/ref-feed.ts";

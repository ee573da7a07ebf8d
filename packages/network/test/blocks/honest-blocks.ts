import { type Cid, cidOf } from "@icn-mesh/core";
import { bytesOf } from "./sample-bytes.ts";

const COUNT = 40;
const BYTES = 50_000;

/** The blocks that honest peers ask for, by their CIDs. */
export function honestBlocks(): ReadonlyMap<Cid, Uint8Array> {
  const blocks = Array.from({ length: COUNT }, (_, number) => bytesOf(number, BYTES));
  return new Map(blocks.map((bytes) => [cidOf(bytes, "raw"), bytes]));
}

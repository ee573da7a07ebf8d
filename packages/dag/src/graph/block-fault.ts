import { type Block, cidOf, codecOf, MAX_BLOCK_BYTES, RECORD_LIMITS, scan } from "@icn-mesh/core";
import { decodeNode } from "./file-links.ts";

/** What is wrong with the bytes of a block. */
export type BlockFault = "malformed" | "not-canonical" | "too-large" | "wrong-hash";

/** The limits of records, but for the size: the largest dag-cbor block is no record. */
const LIMITS = { ...RECORD_LIMITS, maxBytes: MAX_BLOCK_BYTES };

/** What makes these bytes unfit to be the block of this CID; undefined when they are that block. */
export function faultOf({ cid, bytes }: Block): BlockFault | undefined {
  if (bytes.length > MAX_BLOCK_BYTES) return "too-large";
  const codec = codecOf(cid);
  if (cidOf(bytes, codec) !== cid) return "wrong-hash";
  if (codec === "dag-pb") return decodeNode(bytes) === undefined ? "malformed" : undefined;
  const refusal = codec === "raw" ? undefined : scan(bytes, LIMITS);
  if (refusal === undefined) return undefined;
  return refusal === "CORE_NOT_CANONICAL" ? "not-canonical" : "malformed";
}

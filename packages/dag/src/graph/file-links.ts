import { type Cid, codecOf } from "@icn-mesh/core";
import { decode, type PBNode } from "@ipld/dag-pb";
import type { CID } from "multiformats/cid";
import { admittedCid } from "./foreign-cid.ts";

/** The node that the bytes of a dag-pb block are; undefined when they are none. */
export function decodeNode(bytes: Uint8Array): PBNode | undefined {
  try {
    return decode(bytes);
  } catch {
    return undefined; // how the library says that these bytes are not dag-pb
  }
}

/**
 * The pieces of a file or directory that this node links to. Links to records are not among them, nor are CIDs that
 * this mesh does not admit: whoever pins a stranger's file must not keep, or wait for, a history with it.
 */
export function fileLinks(bytes: Uint8Array): readonly Cid[] {
  const links = decodeNode(bytes)?.Links ?? [];
  return links.map(({ Hash }) => pieceCid(Hash)).filter((cid) => cid !== undefined);
}

/** The CID of a link, if it is one that a file may have. */
export function pieceCid(foreign: CID): Cid | undefined {
  const cid = admittedCid(foreign);
  return cid === undefined || codecOf(cid) === "dag-cbor" ? undefined : cid;
}

import { type BlockInput, type Cid, codecOf } from "@icn-mesh/core";
import { encode, prepare } from "@ipld/dag-pb";
import { UnixFS } from "ipfs-unixfs";
import { decodeNode, pieceCid } from "../graph/file-links.ts";
import { foreignCid } from "../graph/foreign-cid.ts";

/** Why a block is no piece of a file, or not the piece that its parent promised. */
export type FileFault = "foreign-link" | "malformed" | "not-a-file" | "wrong-size";

/** A piece of a file: `size` bytes of content, `stored` bytes with all nodes under it. */
export interface FilePiece {
  readonly cid: Cid;
  readonly size: number;
  readonly stored: number;
}

/** A node of a file as it was read: bytes of its own, and then those of the pieces. */
export interface FileNode {
  readonly data: Uint8Array;
  readonly pieces: readonly Pick<FilePiece, "cid" | "size">[];
  readonly size: number;
}

/** The node over these pieces, as other unixfs tools write it. */
export function encodeFileNode(pieces: readonly FilePiece[]): BlockInput {
  const file = new UnixFS({ type: "file", blockSizes: pieces.map(({ size }) => BigInt(size)) });
  const links = pieces.map(({ cid, stored }) => ({ Name: "", Tsize: stored, Hash: foreignCid(cid) }));
  return { codec: "dag-pb", bytes: encode(prepare({ Data: file.marshal(), Links: links })) };
}

/** Reads a stranger's node: every size in it is a claim that its pieces have yet to keep. */
export function readFileNode(cid: Cid, bytes: Uint8Array): FileNode | FileFault {
  if (codecOf(cid) === "raw") return { data: bytes, pieces: [], size: bytes.length };
  const node = codecOf(cid) === "dag-pb" ? decodeNode(bytes) : undefined;
  if (node === undefined) return "malformed";
  const file = decodeUnixfs(node.Data);
  if (file === undefined) return "malformed";
  if (file.type !== "file" && file.type !== "raw") return "not-a-file";
  if (file.blockSizes.length !== node.Links.length) return "malformed";
  const data = file.data ?? new Uint8Array(0);
  const size = Number(file.fileSize());
  if (!Number.isSafeInteger(size)) return "wrong-size";
  const pieces = node.Links.flatMap(({ Hash }, index) => {
    const piece = pieceCid(Hash);
    return piece === undefined ? [] : [{ cid: piece, size: Number(file.blockSizes[index]) }];
  });
  return pieces.length === node.Links.length ? { data, pieces, size } : "foreign-link";
}

function decodeUnixfs(data: Uint8Array | undefined): UnixFS | undefined {
  if (data === undefined) return undefined;
  try {
    return UnixFS.unmarshal(data);
  } catch {
    return undefined; // how the library says that these bytes are not unixfs
  }
}

import type { Upload } from "../graph/upload.ts";
import { encodeFileNode, type FilePiece } from "./file-node.ts";

/** The widest node; with chunks of 1 MiB, two levels of them are a file of a TiB. */
const MAX_PIECES = 1024;

/** Builds the nodes over the pieces of one file, from left to right; it holds one row of pieces per level. */
export interface FileTree {
  add(piece: FilePiece): Promise<void>;
  /** The root of all pieces, of which there is one at least. */
  end(): Promise<FilePiece>;
}

/** A balanced tree: all pieces are at the same depth, and all nodes but the last of a level are full. */
export function createFileTree(upload: Pick<Upload, "put">): FileTree {
  const levels: FilePiece[][] = [];

  async function add(piece: FilePiece, height: number): Promise<void> {
    const level = levels[height] ?? [];
    levels[height] = level;
    level.push(piece);
    if (level.length === MAX_PIECES) await close(height);
  }

  async function close(height: number): Promise<void> {
    const pieces = (levels[height] ?? []).splice(0);
    const node = encodeFileNode(pieces);
    const cid = await upload.put(node);
    const size = sum(pieces.map((piece) => piece.size));
    const stored = node.bytes.length + sum(pieces.map((piece) => piece.stored));
    await add({ cid, size, stored }, height + 1);
  }

  return {
    add: (piece) => add(piece, 0),
    async end() {
      for (let height = 0; ; height++) {
        const level = levels[height] ?? [];
        const [only] = level;
        if (only !== undefined && level.length === 1 && height === levels.length - 1) return only;
        if (level.length > 0) await close(height);
      }
    },
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

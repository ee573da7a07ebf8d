import type { Cid, Storage } from "@icn-mesh/core";
import { DagError } from "../errors.ts";
import { type FileFault, type FileNode, readFileNode } from "./file-node.ts";

/** Which bytes of a file to read, those of them that it has; and how much a stranger's file may cost. */
export interface ReadFileOptions {
  /** The first byte to read, 0 when not given. */
  readonly offset?: number;
  /** How many bytes to read, up to the end when not given. */
  readonly length?: number;
  /** The most nodes above a leaf, 32 when not given. */
  readonly maxDepth?: number;
  /** The most blocks to read, 10⁶ when not given; one that is linked twice counts twice. */
  readonly maxBlocks?: number;
  /** The most bytes that the file may claim to have within the range; as many as it likes when not given. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

const MAX_DEPTH = 32;
const MAX_BLOCKS = 1_000_000;

/** The size of a file by its root, which its pieces have yet to keep; throws as `readFile` does. */
export async function sizeOfFile(storage: Pick<Storage, "get">, cid: Cid): Promise<number> {
  return (await readNode(storage, cid)).size;
}

/**
 * The bytes of a file, piece by piece, as fast as they are taken; blocks outside the range are not read. Throws
 * `DAG_BLOCK_MISSING` for a piece that is not here, `DAG_FILE_REFUSED` for blocks that are no file or lie about their
 * sizes, and `DAG_FILE_TOO_LARGE` at a bound.
 */
export async function* readFile(
  storage: Pick<Storage, "get">,
  cid: Cid,
  options: ReadFileOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const root = await readNode(storage, cid);
  const { start, end } = rangeOf(cid, root.size, options);
  const { maxDepth = MAX_DEPTH, maxBlocks = MAX_BLOCKS, signal } = options;
  const stack: Piece[] = [...piecesOf(root, { start: 0, depth: 0 })];
  yield* within(root.data, 0, { start, end });
  for (let blocks = 1, piece = stack.pop(); piece !== undefined; piece = stack.pop()) {
    signal?.throwIfAborted();
    if (piece.start >= end || piece.start + piece.size <= start) continue;
    if (piece.depth > maxDepth) throw tooLarge(cid, "depth");
    if (blocks++ === maxBlocks) throw tooLarge(cid, "blocks");
    const node = await readNode(storage, piece.cid, piece.size);
    yield* within(node.data, piece.start, { start, end });
    stack.push(...piecesOf(node, piece));
  }
}

/** A piece yet to be read, and where in the file it begins. */
interface Piece {
  readonly cid: Cid;
  readonly start: number;
  readonly size: number;
  readonly depth: number;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The pieces of a node, the last one first, as a stack wants them. */
function piecesOf(node: FileNode, { start, depth }: Pick<Piece, "depth" | "start">): Piece[] {
  const pieces: Piece[] = [];
  let at = start + node.data.length;
  for (const { cid, size } of node.pieces) {
    pieces.push({ cid, start: at, size, depth: depth + 1 });
    at += size;
  }
  return pieces.reverse();
}

/** The part of these bytes, which begin at `start` of the file, that is in the span. */
function* within(bytes: Uint8Array, start: number, span: Span): Generator<Uint8Array> {
  const part = bytes.subarray(Math.max(0, span.start - start), Math.max(0, span.end - start));
  if (part.length > 0) yield part;
}

function rangeOf(cid: Cid, size: number, { offset = 0, length = size, maxBytes }: ReadFileOptions): Span {
  const start = Math.min(Math.max(offset, 0), size);
  const end = Math.min(Math.max(start + length, start), size);
  if (end - start > (maxBytes ?? size)) throw tooLarge(cid, "bytes");
  return { start, end };
}

async function readNode(storage: Pick<Storage, "get">, cid: Cid, promised?: number): Promise<FileNode> {
  const bytes = await storage.get(cid);
  if (bytes === undefined) {
    throw new DagError(`a piece of a file is not here: ${cid}`, { code: "DAG_BLOCK_MISSING", cid });
  }
  const node = readFileNode(cid, bytes);
  if (typeof node === "string") throw refused(cid, node);
  if (node.size !== (promised ?? node.size)) throw refused(cid, "wrong-size");
  return node;
}

function refused(cid: Cid, reason: FileFault): DagError {
  return new DagError(`${cid} is no piece of a file: ${reason}`, { code: "DAG_FILE_REFUSED", cid, reason });
}

function tooLarge(cid: Cid, bound: "blocks" | "bytes" | "depth"): DagError {
  return new DagError(`the file ${cid} has too many ${bound}`, { code: "DAG_FILE_TOO_LARGE", cid, bound });
}

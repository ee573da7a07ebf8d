import type { Cid, Storage } from "@icn-mesh/core";
import { LOGS } from "../job/ref-names.ts";

/** A part of a log that is kept here: one segment, or in place of all segments of a run the whole. */
export interface LogPiece {
  readonly name: string;
  readonly run: number;
  readonly seq: number;
  readonly cid: Cid;
}

const DIGITS = 4;

/** The ref of a piece. */
export function pieceName(assignment: Cid, run: number, seq: number): string {
  return `${prefixOf(assignment)}${padded(run)}/${padded(seq)}`;
}

/** The pieces of the logs of an assignment, run by run and in their order. */
export async function piecesOf(
  storage: Pick<Storage, "refs">,
  assignment: Cid,
): Promise<readonly LogPiece[]> {
  const prefix = prefixOf(assignment);
  const pieces: LogPiece[] = [];
  for await (const { name, cid } of storage.refs(prefix)) {
    const [run, seq] = name.slice(prefix.length).split("/").map(Number);
    pieces.push({ name, cid, run: run ?? 0, seq: seq ?? 0 });
  }
  return pieces;
}

function prefixOf(assignment: Cid): string {
  return `${LOGS}${assignment}/`;
}

function padded(number: number): string {
  return String(number).padStart(DIGITS, "0");
}

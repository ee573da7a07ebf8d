import type { CommitInput } from "@icn-mesh/core";
import { DagError } from "../errors.ts";

/** Bytes of blocks after which a group of commits is closed. */
export const GROUP_BYTES = 8 * 1024 * 1024;

/** A commit is held in memory as a whole. */
const MAX_COMMIT_BYTES = 256 * 1024 * 1024;

/** The bytes of the blocks; `DAG_COMMIT_TOO_LARGE` for more than 256 MiB. */
export function weightOf({ blocks = [] }: CommitInput): number {
  let bytes = 0;
  for (const block of blocks) bytes += block.bytes.length;
  if (bytes <= MAX_COMMIT_BYTES) return bytes;
  throw new DagError(`a commit has at most ${MAX_COMMIT_BYTES} bytes of blocks; make several`, {
    code: "DAG_COMMIT_TOO_LARGE",
    bytes,
  });
}

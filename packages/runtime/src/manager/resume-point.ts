import { type Cid, within } from "@icn-mesh/core";
import { isQuorum } from "../quorum/is-quorum.ts";
import type { JobDesk } from "./job-desk.ts";
import { checkpointsOf, fetchState } from "./keep-states.ts";

/** Who hands its work over has a newer state than is here, and is asked for it for so long. */
const LAST_CALL_MS = 5000;
/** So many checkpoints are looked at, from the newest on. */
const MOST = 64;

/**
 * The checkpoint that the next attempt goes on from: the newest one whose state is here, all of it, so that nobody waits
 * for an executor that is gone; null where there is none, and the work begins at its beginning.
 */
export async function resumePoint(desk: JobDesk, signal: AbortSignal): Promise<Cid | null> {
  const { parts, book } = desk;
  // Who goes on from another's state proves nothing about what that other did.
  if (isQuorum(book.job.body)) return null;
  const checkpoints = checkpointsOf(desk).slice(-MOST).toReversed();
  const [newest] = checkpoints;
  if (newest === undefined) return null;
  await within(parts.clock, { ms: LAST_CALL_MS, signal }, (until) => fetchState(desk, newest, until));
  signal.throwIfAborted();
  for (const { cid, body } of checkpoints) if (await parts.payloads.keep(body.state)) return cid;
  return null;
}

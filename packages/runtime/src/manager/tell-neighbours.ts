import type { Announcement, Did, Signed } from "@icn-mesh/core";
import { FIRST_ROUND } from "@icn-mesh/mesh";
import type { ManagerParts } from "./manager-parts.ts";

/** A round, and the executors that are known to be invited to it. */
export interface InvitedRound {
  readonly announcement: Signed<Announcement>;
  readonly invited: readonly Did[];
}

const PATIENCE_MS = 5000;

/**
 * Tells the invited of a first round directly, where all of them are neighbours and no neighbour is a stranger who might
 * be an executor as well: nobody is left whom gossip would reach. Undefined where that is not so; otherwise it resolves to
 * whether everybody was told. A further round is for everybody.
 */
export function tellNeighbours(
  { network, directory }: Pick<ManagerParts, "directory" | "network">,
  { announcement, invited }: InvitedRound,
  signal: AbortSignal,
): Promise<boolean> | undefined {
  if (announcement.body.round > FIRST_ROUND || invited.length === 0) return undefined;
  const neighbours = network.neighbours();
  const reached = new Set([network.self, ...neighbours]);
  if (!invited.every((each) => reached.has(each)) || !directory.knowsAll(neighbours)) return undefined;
  const told = network.announceTo(invited, announcement, { signal, timeoutMs: PATIENCE_MS });
  return told.then((heard) => heard.every((each) => each));
}

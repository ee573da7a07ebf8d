import type { Did, JobId } from "@icn-mesh/core";
import { drawHash, isWithinShare } from "../selection/draw.ts";

/** True if an executor may bid where this share is invited, in millionths. A larger share invites all of a smaller one. */
export function isInvited(jobId: JobId, executor: Did, sharePpm: number): boolean {
  return isWithinShare(drawHash(jobId, executor), sharePpm);
}

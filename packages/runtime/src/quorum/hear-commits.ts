import { type Cid, type Commits, claimOf, type Did, type Signed } from "@icn-mesh/core";
import type { WorkActor, WorkPlace } from "../executor/mesh-tasks/work-place.ts";
import { openResult } from "./open-result.ts";

/**
 * Takes in what the manager of a quorum shows of all commits, after which this executor shows its result; false where
 * that is not by the manager. Its own commit may be missing: guards have noted that before.
 */
export async function hearCommits(
  { parts }: WorkPlace,
  actor: WorkActor,
  commits: Signed<Commits>,
): Promise<boolean> {
  const { job, by } = commits.body;
  const { record, facts } = actor;
  if (by !== record.manager || job !== facts.bid.body.job) return false;
  if (record.commit === null || !parts.verifier.verify(claimOf(commits))) return false;
  const opened = await openResult(parts.storage, record);
  const { cid, sig, bytes } = commits;
  await actor.change((now) =>
    now.commits === null
      ? {
          record: {
            ...now,
            ...opened.record,
            commits: { cid, sig },
            phase: now.phase === "committed" ? "reported" : now.phase,
          },
          blocks: [{ bytes }, ...opened.blocks],
        }
      : undefined,
  );
  return true;
}

/** Asks the guards to hear one more replica, if it is the manager that says that this one is outvoted. */
export async function appealAgainst(
  { parts }: WorkPlace,
  { record, facts }: WorkActor,
  from: Did,
): Promise<boolean> {
  const assignment: Cid = facts.assignment.cid;
  if (from !== record.manager || record.commits === null) return false;
  const ruling = await parts.accounts.own.appeal(assignment);
  parts.logger.info("outvoted", {
    job: facts.bid.body.job,
    appeal: ruling.ok ? "heard" : ruling.refusal.code,
  });
  return ruling.ok;
}

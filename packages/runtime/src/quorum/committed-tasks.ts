import { type Embedded, type Signed, within } from "@icn-mesh/core";
import type { WorkActor, WorkPlace } from "../executor/mesh-tasks/work-place.ts";
import { ownFact } from "../job/own-records.ts";
import type { Task } from "../tasks/keyed-tasks.ts";
import { LATE_SHOWING_MS } from "./claim-time.ts";
import { openResult } from "./open-result.ts";

/** What an executor does that has committed: say so, and wait to be shown what all others have committed to. */
export function committedTasks(place: WorkPlace, actor: WorkActor): readonly Task[] {
  return [
    { key: "commit", run: (signal) => tellCommit(place, actor, signal) },
    { key: "late", run: (signal) => showLate(place, actor, signal) },
  ];
}

const GUARDS_FIRST_MS = 5000;
const FIRST_PAUSE_MS = 500;

/**
 * Guards note the commit before the manager has it, which then cannot leave it out. Where they are out of reach, the
 * manager is told all the same: it cannot show the commits before it reaches them either.
 */
async function tellCommit({ parts }: WorkPlace, actor: WorkActor, signal: AbortSignal): Promise<void> {
  const { clock, storage, accounts, network } = parts;
  const { record, facts } = actor;
  if (record.commit === null) return;
  const commit = await ownFact(storage, record.commit);
  if (commit.body.t !== "icn/commit/1") return;
  const noted = accounts.own.show(facts.assignment.cid, [embed(commit)]);
  noted.catch(() => undefined); // whoever waits for it is told
  await within(clock, { ms: GUARDS_FIRST_MS, signal }, () => noted);
  const { leaseMs } = facts.assignment.body;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, leaseMs / 3)) {
    const answer = await network.report(record.manager, commit as Parameters<typeof network.report>[1], {
      signal,
    });
    if (answer !== undefined && answer.answer !== "unknown") break;
    await clock.after(pauseMs, { signal });
  }
  await noted;
}

function embed({ bytes, sig }: Pick<Signed<unknown>, "bytes" | "sig">): Embedded {
  return { body: bytes, sig };
}

/** A manager that shows nothing does not keep an executor from its pay: the guards are shown the result in time. */
async function showLate({ parts }: WorkPlace, actor: WorkActor, signal: AbortSignal): Promise<void> {
  const { clock, storage } = parts;
  const { claimBy } = actor.facts.assignment.body;
  await clock.after(Math.max(0, claimBy - LATE_SHOWING_MS - clock.now()), { signal });
  const opened = await openResult(storage, actor.record);
  await actor.change((record) =>
    record.phase === "committed"
      ? { record: { ...record, ...opened.record, phase: "reported" }, blocks: opened.blocks }
      : undefined,
  );
}

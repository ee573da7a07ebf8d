import { patienceMs } from "../executor/mesh-tasks/claim-pay.ts";
import type { WorkActor, WorkPlace } from "../executor/mesh-tasks/work-place.ts";
import type { Task } from "../tasks/keyed-tasks.ts";

/** An executor whose manager is silent asks for itself whether the others have outvoted it, and has one more heard. */
export function appealTasks(place: WorkPlace, actor: WorkActor): readonly Task[] {
  const { word, record } = actor;
  if (record.commit === null || word?.body.t !== "icn/receipt/1") return [];
  return [{ key: "appeal", run: (signal) => appeal(place, actor, signal) }];
}

const ASK_AGAIN_MS = 20_000;

async function appeal({ parts }: WorkPlace, actor: WorkActor, signal: AbortSignal): Promise<void> {
  const { accounts, clock } = parts;
  for (let pauseMs = patienceMs(actor); ; pauseMs = ASK_AGAIN_MS) {
    await clock.after(pauseMs, { signal });
    const ruling = await accounts.own.appeal(actor.facts.assignment.cid);
    if (ruling.ok || !isNotOutvoted(ruling.refusal)) return;
  }
}

function isNotOutvoted(refusal: { readonly code: string; readonly because?: unknown }): boolean {
  return refusal.code === "ECONOMICS_WRONG_EVIDENCE" && refusal.because === "not-outvoted";
}

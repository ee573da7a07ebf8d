import type { Federation } from "@icn-mesh/economics";
import type { Session } from "../world/session.ts";
import type { Attempt, Errand } from "./errand.ts";

const PAUSE_MS = 1_500;

/** Settles an assignment: by its receipt as soon as there is one, and by nothing once the time for one is over. */
export async function settleOpen(
  session: Session,
  errand: Errand,
  { cid, body, marginMs }: Pick<Attempt, "cid" | "body"> & Pick<Federation["constitution"], "marginMs">,
): Promise<void> {
  const { client, clock } = session;
  for (;;) {
    const known = client.ledger.assignment(cid);
    if (known === undefined || known.settlement !== undefined) return;
    const receipt = errand.attempts.find((each) => each.cid === cid)?.receipt;
    const isTime = receipt !== undefined || clock.now() > body.claimBy + marginMs;
    if (isTime && (await isSettled(session, errand, { cid, receipt }))) return;
    await clock.after(PAUSE_MS);
  }
}

async function isSettled(
  { client }: Session,
  errand: Errand,
  { cid, receipt }: Pick<Attempt, "cid"> & { readonly receipt: Attempt["receipt"] | undefined },
): Promise<boolean> {
  errand.last = `settling ${cid} by ${receipt === undefined ? "time" : "receipt"}`;
  const settled = await client.settle(cid, receipt === undefined ? [] : [receipt]);
  if (!settled.ok) errand.last = settled.refusal.code;
  return settled.ok;
}

/** Ends the hold of an errand. Executors may have had certified what they did not answer to, so there is more to settle. */
export async function endHold(session: Session, errand: Errand, federation: Federation): Promise<void> {
  const { client, clock } = session;
  const { marginMs } = federation.constitution;
  for (;;) {
    const held = errand.held && client.ledger.hold(errand.held.hold);
    if (errand.held === undefined || held === undefined || held.closed) return;
    for (const { cid, body } of held.assignments.values())
      await settleOpen(session, errand, { cid, body, marginMs });
    errand.last = "closing";
    const closed = await client.close(errand.held.hold, errand.held.job.bytes);
    if (closed.ok) return;
    errand.last = closed.refusal.code;
    await clock.after(PAUSE_MS);
  }
}

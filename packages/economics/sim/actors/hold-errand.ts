import type { HoldId } from "@icn-mesh/core";
import { sampleJob } from "@icn-mesh/economics/testing";
import type { Session } from "../world/session.ts";
import type { World } from "../world/world.ts";
import type { Errand, WrittenJob } from "./errand.ts";

const EXPIRY_MS = 90_000;

/** Holds for an errand, unless an earlier life has; it stays without a hold if the account cannot pay for one. */
export async function holdErrand(world: World, session: Session, errand: Errand): Promise<void> {
  const job = errand.held?.job ?? heldDraft(session, errand) ?? (await holdNew(world, session, errand));
  if (job !== undefined) errand.held = { hold: job.body.hold, job };
}

/** The crash may have come between the certificate and the notebook. */
function heldDraft({ client }: Session, { drafts }: Errand): WrittenJob | undefined {
  return drafts.find(({ cid, body }) => client.ledger.hold(body.hold)?.job === cid);
}

async function holdNew(
  { federation, truth, report }: World,
  { client, clock }: Session,
  errand: Errand,
): Promise<WrittenJob | undefined> {
  const { unit, amount, drafts } = errand;
  const expiresAt = clock.now() + EXPIRY_MS;
  const placed = await client.perform({
    action(place) {
      const job = sampleJob(federation.net, place, { unit, budget: amount });
      drafts.push(job);
      return { type: "hold", job: job.cid, unit, amount, expiresAt };
    },
  });
  if (!placed.ok) {
    errand.last = placed.refusal.code;
    return undefined;
  }
  const { slot } = placed.value;
  if (truth.tape.outcomeOf(slot) === undefined)
    report("done-is-certified", `${client.account} was told that ${slot} is certified`);
  return drafts.findLast(({ body }) => isSame(body.hold, placed.value));
}

function isSame(one: HoldId, other: HoldId): boolean {
  return one.account === other.account && one.seq === other.seq && one.index === other.index;
}

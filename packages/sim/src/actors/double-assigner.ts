import {
  type Assignment,
  acceptanceRecord,
  assignmentRecord,
  type Bid,
  type JobId,
  openRecord,
  type Signed,
  signRecord,
} from "@icn-mesh/core";
import { decodeAssign, decodeBidAnswer, encodeOffer } from "@icn-mesh/runtime/testing";
import type { NodeParts } from "../world/node-parts.ts";
import type { Actor, ActorSetting } from "./actor.ts";
import { type Asked, changeLink } from "./hooks/change-link.ts";

/** Gives one link of a hold to two of those who have bid, and shows each to other guards. */
export const doubleAssigner: Actor = {
  name: "DoubleAssigner",
  disguise(parts, setting) {
    const bids = new Map<JobId, Map<string, Signed<Bid>>>();
    return changeLink(parts, {
      async answer({ kind, bytes, answer }) {
        const said = kind === "bid" ? decodeBidAnswer(bytes) : undefined;
        if (said?.type === "BidSubmission") {
          const { job, by } = said.bid.body;
          bids.set(job, (bids.get(job) ?? new Map()).set(by, said.bid));
        }
        return answer();
      },
      async ask(asked) {
        const said = asked.kind === "assign" ? decodeAssign(asked.bytes) : undefined;
        if (said?.type !== "offer") return asked.send();
        const others = [...(bids.get(said.body.job)?.values() ?? [])];
        const other = others.find(({ body }) => body.by !== said.body.executor);
        if (other !== undefined)
          assignToo(parts, setting, { asked, first: said.body, bid: other }).catch(() => undefined);
        return asked.send();
      },
    });
  },
};

interface Second {
  readonly asked: Asked;
  readonly first: Assignment;
  readonly bid: Signed<Bid>;
}

async function assignToo(
  { components: { signer, guards, federation } }: NodeParts,
  { world, rng, host }: ActorSetting,
  { asked, first, bid }: Second,
): Promise<void> {
  const body = { ...first, executor: bid.body.by, bid: bid.cid, price: bid.body.price };
  const signed = await signRecord(assignmentRecord, body, signer);
  const answer = await asked.send(encodeOffer(signed.bytes), body.executor);
  const accepted = answer.ok ? openRecord(acceptanceRecord, answer.bytes) : undefined;
  const job = host.machine.running?.runtime.context.manager.book(first.job)?.job.bytes;
  if (!accepted?.ok || job === undefined) return;
  world.counters.add("act DoubleAssigner");
  const assignment = { body: signed.bytes, sig: signed.sig };
  const acceptance = { body: accepted.value.bytes, sig: accepted.value.sig };
  const ask = { type: "assign", assignment, job, bid: bid.bytes, acceptance, members: [] } as const;
  const { signal } = new AbortController();
  const some = federation.constitution.guards.filter(() => rng.below(2) === 0);
  await Promise.all(
    some.map((guard) => guards.ask(guard, { ask: { ...ask, members: [] }, proofs: [] }, { signal })),
  );
}

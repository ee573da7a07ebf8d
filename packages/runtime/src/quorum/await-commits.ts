import { certificateCodec } from "@icn-mesh/core";
import { settlementSlot } from "@icn-mesh/economics";
import type { WorkActor, WorkPlace } from "../executor/mesh-tasks/work-place.ts";
import { DELIVERED_FOR_MS } from "../job/delivered-for.ts";
import type { Task } from "../tasks/keyed-tasks.ts";

/**
 * An executor that was paid although its manager had shown no commits owes it the result, and has it ready in case that
 * the manager comes back.
 */
export function awaitCommitsTask({ parts }: WorkPlace, actor: WorkActor): Task {
  return {
    key: "await commits",
    async run(signal) {
      const { clock, federation } = parts;
      const over = actor.facts.assignment.body.claimBy + 2 * federation.constitution.marginMs;
      if (await isPaid(parts, actor))
        await clock.after(Math.max(0, over + DELIVERED_FOR_MS - clock.now()), { signal });
      await actor.change((record) => ({ record: { ...record, isHeard: true } }));
    },
  };
}

async function isPaid({ accounts }: WorkPlace["parts"], { facts }: WorkActor): Promise<boolean> {
  const proof = await accounts.own.proof(settlementSlot(facts.assignment.cid));
  const outcome = proof && certificateCodec.parse(proof.certificate).outcome;
  return typeof outcome === "object" && outcome.taken > 0n;
}

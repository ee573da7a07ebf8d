import { specOf } from "../workload/sim-kind.ts";
import type { Actor } from "./actor.ts";
import { changeBids } from "./hooks/change-bids.ts";
import { untilHealed } from "./hooks/until-healed.ts";

const EVERY_MS = 20_000;
const BUDGET = 5;
const TERMS = { bidWindowMs: 1_000, acceptMs: 1_000, maxExecutionMs: 4_000 } as const;

/** Wants jobs done that it alone bids for, at their whole budget: for a good name, at no cost but the fees. */
export const washTrader: Actor = {
  name: "WashTrader",
  disguise: (parts) =>
    changeBids(parts, (honest, { job }) => {
      if (job.by !== parts.components.signer.did) return honest;
      return { price: job.budget, failPrice: job.budget, needMs: job.maxExecutionMs };
    }),
  act({ world, rng, host, running, ports }) {
    let count = 0;
    void untilHealed({ world, rng, clock: ports.clock }, EVERY_MS, async () => {
      count += 1;
      world.counters.add("act WashTrader");
      const spec = specOf({ name: `wash ${count}`, workMs: 1, steps: 0 });
      const idempotencyKey = `wash ${host.machine.starts} ${count}`;
      await running.runtime.context.submitJob(null, spec, BigInt(BUDGET), { ...TERMS, idempotencyKey });
    });
  },
};

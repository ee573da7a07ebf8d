import type { Invariant } from "./invariant.ts";

/** A node that has said that it took a job knows it ever after. */
export const i20: Invariant = {
  id: "I-20",
  promise: "nothing that was acknowledged is lost at any crash",
  hold: ({ errands }, broken) => ({
    async atEnd() {
      for (const { job, host, plan } of errands) {
        if (job === undefined) continue;
        const view = await host.machine.running?.runtime.context.job(job);
        if (view === undefined) broken(`${host.machine.name} does not know ${plan.name}, ${job}`);
      }
    },
  }),
};

import type { Liar } from "./liar.ts";
import { acceptedBy, holdRaw, offerTo } from "./raw-job.ts";
import { someOf } from "./some-of.ts";

/** Gives one link of a hold to two executors, shows each to some guards, and is not heard of again. */
export const doubleAssigner: Liar = {
  name: "double assigner",
  async lie({ world, charter, executors }, hand) {
    await hand.fund(charter, 100n);
    const job = await holdRaw(world, hand, 90n);
    if (job === undefined) return;
    const { guards } = world.federation.constitution;
    await Promise.all(
      executors.slice(0, 2).map(async (executor) => {
        const offer = await offerTo(world, hand, { job, executor });
        const scheme = offer && (await acceptedBy(hand, { job, offer }));
        if (scheme !== undefined) await hand.certify(scheme, someOf(guards, hand.rng));
      }),
    );
  },
};

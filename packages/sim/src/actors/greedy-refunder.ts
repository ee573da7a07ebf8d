import type { Actor } from "./actor.ts";
import { untilHealed } from "./hooks/until-healed.ts";

const EVERY_MS = 200;

/** Wants its mana back as soon as somebody has begun to work for it, by every way that there is. */
export const greedyRefunder: Actor = {
  name: "GreedyRefunder",
  act({ world, rng, running, ports }) {
    const { accounts, manager } = running.runtime.context;
    void untilHealed({ world, rng, clock: ports.clock }, EVERY_MS, async () => {
      const hold = [...world.federations].flatMap(({ truth }) => [...truth.books.assignments]);
      const own = hold.filter(
        ([, { body, settlement }]) => settlement === undefined && body.hold.account === accounts.own.account,
      );
      const [assignment, book] = own[rng.below(Math.max(1, own.length))] ?? [];
      if (assignment === undefined || book === undefined) return;
      world.counters.add("act GreedyRefunder");
      const job = manager.book(book.body.job)?.job.bytes ?? null;
      await (rng.below(2) === 0
        ? accounts.own.settle(assignment, [])
        : accounts.own.close(book.body.hold, job));
    });
  },
};

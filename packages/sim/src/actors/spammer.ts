import { topicOf } from "@icn-mesh/network";
import type { Actor } from "./actor.ts";
import { untilHealed } from "./hooks/until-healed.ts";

const EVERY_MS = 300;
const BYTES = 64;

/** Publishes noise on every topic, in other bytes each time. */
export const spammer: Actor = {
  name: "Spammer",
  act({ world, rng, running, host, ports }) {
    const topics = ["announce", "bid", "receipt", "aid"].map((name) =>
      topicOf(host.federation.federation.net, name),
    );
    void untilHealed({ world, rng, clock: ports.clock }, EVERY_MS, async () => {
      world.counters.add("act Spammer");
      for (const topic of topics) await running.network.publish(topic, rng.bytes(BYTES));
    });
  },
};

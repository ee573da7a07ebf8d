import type { LatencyStore } from "../ports/latency-store.ts";
import { assertEqual, assertFails, assertThat } from "./assert.ts";
import type { Contract } from "./contract.ts";
import { sampleDid } from "./sample-did.ts";

const [peer, other] = [sampleDid(1), sampleDid(2)];

/** All that a `LatencyStore` promises. */
export const latencyStoreContract: Contract<LatencyStore> = [
  {
    promise: "knows nothing of a peer that was not measured",
    check(store) {
      store.observe(other, 20);
      assertEqual(store.latencyMs(peer), undefined, "latency");
    },
  },
  {
    promise: "knows the first measurement of each peer, in whole milliseconds",
    check(store) {
      store.observe(peer, 20.4);
      store.observe(other, 0);
      assertEqual([store.latencyMs(peer), store.latencyMs(other)], [20, 0], "latencies");
    },
  },
  {
    promise: "stays between the least and the greatest measurement",
    check(store) {
      for (const latencyMs of [30, 10, 50, 20, 40]) {
        store.observe(peer, latencyMs);
        const known = store.latencyMs(peer) ?? -1;
        assertThat(
          known >= 10 && known <= 50 && Number.isSafeInteger(known),
          `${known} is not between 10 and 50`,
        );
      }
    },
  },
  {
    promise: "comes to what is measured again and again, whatever was before",
    check(store) {
      store.observe(peer, 5_000);
      for (let time = 0; time < 100; time++) store.observe(peer, 20);
      assertEqual(store.latencyMs(peer), 20, "latency");
    },
  },
  {
    promise: "is not thrown off by one spike",
    check(store) {
      for (let time = 0; time < 100; time++) store.observe(peer, 20);
      store.observe(peer, 200);
      assertThat((store.latencyMs(peer) ?? 200) < 100, "one measurement counted for half or more");
    },
  },
  {
    promise: "refuses a measurement that is none, and keeps what it knew",
    async check(store) {
      store.observe(peer, 20);
      for (const latencyMs of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
        await assertFails("CORE_OUT_OF_RANGE", () => store.observe(peer, latencyMs));
      }
      assertEqual(store.latencyMs(peer), 20, "latency");
    },
  },
];

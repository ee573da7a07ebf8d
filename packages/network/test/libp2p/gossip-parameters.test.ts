import { describe, expect, it } from "vitest";
import {
  gossipParameters,
  type NetworkSize,
  PEER_SCORE,
  SCORE_THRESHOLDS,
  TOPIC_SCORE,
} from "../../src/libp2p/gossip-parameters.ts";
import { NETWORK_LIMITS } from "../../src/network-limits.ts";

const SIZES: readonly NetworkSize[] = ["small", "large"];

/** What a peer's score comes to after some hours of so many deliveries and invalid messages a second, in one topic. */
function scoreAfter(hours: number, rates: { readonly good?: number; readonly invalid?: number }): number {
  const topic = TOPIC_SCORE;
  let [good, invalid] = [0, 0];
  for (let second = 0; second < hours * 3_600; second++) {
    good =
      Math.min(topic.firstMessageDeliveriesCap, good + (rates.good ?? 0)) * topic.firstMessageDeliveriesDecay;
    invalid = (invalid + (rates.invalid ?? 0)) * topic.invalidMessageDeliveriesDecay;
  }
  const inMesh = Math.min(topic.timeInMeshCap, hours * 3_600) * topic.timeInMeshWeight;
  const delivered = inMesh + good * topic.firstMessageDeliveriesWeight;
  const score = (delivered + invalid ** 2 * topic.invalidMessageDeliveriesWeight) * topic.topicWeight;
  return Math.min(PEER_SCORE.topicScoreCap, score);
}

describe("the parameters of gossip", () => {
  it("are such as the router works with", () => {
    for (const size of SIZES) {
      const { D, Dlo, Dhi, Dout, Dscore, maxInboundDataLength } = gossipParameters(size, NETWORK_LIMITS);
      expect([Dlo <= D, D <= Dhi, Dout < Dlo, Dout <= D / 2, Dscore <= Dhi]).toEqual(Array(5).fill(true));
      expect(maxInboundDataLength).toBeGreaterThan(65_536);
    }
    const { gossipThreshold, publishThreshold, graylistThreshold } = SCORE_THRESHOLDS;
    expect(graylistThreshold < publishThreshold && publishThreshold < gossipThreshold).toBe(true);
  });

  it("bring a peer that sends six invalid messages in a row below the line at which it is dropped", () => {
    const invalid = 6 ** 2 * TOPIC_SCORE.invalidMessageDeliveriesWeight * TOPIC_SCORE.topicWeight;
    expect(invalid + PEER_SCORE.topicScoreCap).toBeLessThan(NETWORK_LIMITS.dropScore);
  });

  it("keep a spammer below zero however much else it delivers, and an honest peer above", () => {
    expect(scoreAfter(4, { good: 10, invalid: 1 / 600 })).toBeLessThan(0);
    expect(scoreAfter(4, { good: 10, invalid: 1 / 60 })).toBeLessThan(NETWORK_LIMITS.dropScore);
    expect(scoreAfter(4, { good: 0.1 })).toBeGreaterThan(0);
    expect(scoreAfter(4, {})).toBeGreaterThanOrEqual(0);
  });

  it("let no good behaviour outweigh one offence of another kind", () => {
    expect(PEER_SCORE.topicScoreCap).toBeLessThan(
      -TOPIC_SCORE.invalidMessageDeliveriesWeight * TOPIC_SCORE.topicWeight,
    );
  });
});

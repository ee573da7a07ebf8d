import { codecSuite } from "./core/codec-suite.ts";
import { signatureSuite } from "./core/signature-suite.ts";
import { graphSuite } from "./dag/graph-suite.ts";
import { growthSuite } from "./dag/growth-suite.ts";
import { storeSuite } from "./dag/store-suite.ts";
import { fundingSuite } from "./economics/funding-suite.ts";
import { jobSuite } from "./economics/job-suite.ts";
import { replaySuite } from "./economics/replay-suite.ts";
import { doorSuite } from "./gateway/door-suite.ts";
import { queueSuite } from "./mesh/queue-suite.ts";
import { selectionSuite } from "./mesh/selection-suite.ts";
import { blockSuite } from "./network/block-suite.ts";
import { gossipSuite } from "./network/gossip-suite.ts";
import { nodeSuite } from "./network/node-suite.ts";
import { requestSuite } from "./network/request-suite.ts";
import { idleFederationsSuite } from "./node/idle-federations-suite.ts";
import { aloneSuite } from "./runtime/alone-suite.ts";
import { bidderSuite } from "./runtime/bidder-suite.ts";
import { certificateSuite } from "./runtime/certificate-suite.ts";
import { convergenceSuite } from "./runtime/convergence-suite.ts";
import { historySuite } from "./runtime/history-suite.ts";
import { libp2pSuite } from "./runtime/libp2p-suite.ts";
import { lifecycleSuite } from "./runtime/lifecycle-suite.ts";
import { memorySuite } from "./runtime/memory-suite.ts";
import { nodeCountSuite } from "./runtime/node-count-suite.ts";
import { openSuite } from "./runtime/open-suite.ts";
import { peerQueueSuite } from "./runtime/peer-queue-suite.ts";
import { quorumSuite } from "./runtime/quorum-suite.ts";
import { retentionSuite } from "./runtime/retention-suite.ts";
import { meteringSuite } from "./sandbox/metering-suite.ts";
import { poolSuite } from "./sandbox/pool-suite.ts";
import type { BenchRow } from "./side-by-side.ts";
import { worldSuite } from "./sim/world-suite.ts";

/** Every suite of `pnpm bench`, by the name that it is asked for. */
export const suites: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  "core/codec": codecSuite,
  "core/signatures": signatureSuite,
  "dag/graph": graphSuite,
  "dag/growth": growthSuite,
  "dag/stores": storeSuite,
  "economics/funding": fundingSuite,
  "economics/job": jobSuite,
  "economics/replay": replaySuite,
  "gateway/door": doorSuite,
  "mesh/queue": queueSuite,
  "mesh/selection": selectionSuite,
  "network/blocks": blockSuite,
  "network/gossip": gossipSuite,
  "network/nodes": nodeSuite,
  "network/requests": requestSuite,
  "node/federations": idleFederationsSuite,
  "runtime/alone": aloneSuite,
  "runtime/bidders": bidderSuite,
  "runtime/certificates": certificateSuite,
  "runtime/history": historySuite,
  "runtime/convergence": convergenceSuite,
  "runtime/libp2p": libp2pSuite,
  "runtime/lifecycle": lifecycleSuite,
  "runtime/memory": memorySuite,
  "runtime/nodes": nodeCountSuite,
  "runtime/open": openSuite,
  "runtime/queue": peerQueueSuite,
  "runtime/retention": retentionSuite,
  "runtime/quorum": quorumSuite,
  "sandbox/metering": meteringSuite,
  "sandbox/pool": poolSuite,
  "sim/worlds": worldSuite,
};

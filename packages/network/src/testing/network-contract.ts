import type { Contract } from "@icn-mesh/core/testing";
import type { NetworkSubject } from "./network-contract/network-subject.ts";
import { peerPromises } from "./network-contract/peer-promises.ts";
import { requestPromises } from "./network-contract/request-promises.ts";
import { streamPromises } from "./network-contract/stream-promises.ts";
import { topicPromises } from "./network-contract/topic-promises.ts";

export type { NetworkNodeOptions, NetworkSubject } from "./network-contract/network-subject.ts";

/** All that a `NetworkService` promises. A check that waits hangs where nothing ever comes, so give each a time limit. */
export const networkContract: Contract<NetworkSubject> = [
  ...peerPromises,
  ...topicPromises,
  ...requestPromises,
  ...streamPromises,
];

import type { NetworkId } from "@icn-mesh/core";
import { topicOf } from "../../src/network-names.ts";
import { net } from "../discovery/node-samples.ts";

/** The topic that the honest processes of a network share. */
export const newsOf = (network: NetworkId): string => topicOf(network, "news");
export const NEWS = newsOf(net);

/** The protocol under which they answer with what they were asked. */
export const ECHO = { name: "/icn-mesh/echo/1" } as const;

/** The first byte of what they publish, of what a stranger may publish, and of what a later version will publish. */
export const HONEST = 2;
export const GOOD = 1;
export const LATER = 3;

/** What an honest process is told when it starts, as JSON on its command line. */
export interface HonestSetting {
  /** Two processes of one key are the same node at different times. */
  readonly key: number;
  readonly listen?: string;
  /** Whom it keeps connected. */
  readonly bootstrap?: readonly string[];
  readonly network?: NetworkId;
  /** Whether it says where it is, and finds others by what they say of themselves. */
  readonly discovers?: boolean;
  /** The file in which it keeps what it has said of itself, for its next life. */
  readonly memory?: string;
}

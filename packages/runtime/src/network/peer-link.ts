import type { NetworkService } from "@icn-mesh/network";

/** As much of a network as the roles of a node need. */
export type PeerLink = Pick<
  NetworkService,
  "events" | "handle" | "peers" | "publish" | "request" | "self" | "subscribe"
>;

import type { Logger, NetworkId } from "@icn-mesh/core";
import type { TableRules } from "../distributed-table.ts";
import type { NetworkOptions } from "../network-options.ts";
import type { Address } from "../network-service.ts";
import type { NetworkSize } from "./gossip-parameters.ts";
import type { Libp2pLogs } from "./libp2p-logs.ts";
import type { Libp2pTransportName } from "./libp2p-transport-name.ts";

/** What a node over libp2p is made with. Whatever is not given is the safe choice. */
export interface Libp2pNetworkOptions extends NetworkOptions {
  /** Which network: its table and its name in identify are its own. */
  readonly network: NetworkId | string;
  /** The 32-byte key of the peer, e.g. from a key file; the node is named by its DID. */
  readonly secretKey: Uint8Array;
  /** Where to listen, e.g. `/ip4/0.0.0.0/tcp/4001`; nowhere when not given. */
  readonly listen?: readonly Address[];
  /** What to tell others instead of that, e.g. behind a forwarded port. */
  readonly announce?: readonly Address[];
  /** TCP alone when not given. */
  readonly transports?: readonly Libp2pTransportName[];
  /** Dial and announce addresses of one machine or one house; never for a node on the open internet. */
  readonly allowPrivateAddresses?: boolean;
  /** Small when not given, which suits some twenty nodes. */
  readonly size?: NetworkSize;
  /** Whether to keep a part of the network's table, only to ask it, or to do without; `client` when not given. */
  readonly table?: "server" | "client" | "off";
  readonly tables?: readonly TableRules[];
  /**
   * Be reached, and reach others, through peers that relay; and then try to do without them. A relayed connection carries
   * requests and streams, 128 KiB and two minutes of them, and no messages of topics. Who is to be reached listens at
   * `<address of the relay>/p2p-circuit`.
   */
  readonly relay?: { readonly client?: boolean; readonly server?: boolean; readonly holePunching?: boolean };
  /** Learn the addresses of peers on the local network; nobody is dialled for it. */
  readonly mdns?: boolean;
  readonly libp2pLogs?: Libp2pLogs;
  /** Where libp2p's own lines go; the child `libp2p` of the node's logger when not given. */
  readonly libp2pLogger?: Logger;
}

import { createNetwork } from "../network.ts";
import type { NetworkNode } from "../network-node.ts";
import type { NetworkComponents } from "../network-options.ts";
import type { Libp2pNetworkOptions } from "./libp2p-options.ts";
import { createLibp2pTable } from "./libp2p-table.ts";
import { createLibp2pTransport, type Libp2pTransport } from "./libp2p-transport.ts";

/** A node over libp2p, not started; throws `CORE_NOT_A_SECRET_KEY` for a key that is none. */
export function createLibp2pNetwork(
  components: NetworkComponents,
  options: Libp2pNetworkOptions,
): NetworkNode {
  let transport: Libp2pTransport | undefined;
  const network = createNetwork(components, options, (setting) => {
    transport = createLibp2pTransport({ ...setting, ...components, options });
    return transport;
  });
  const table = createLibp2pTable(() => transport?.tableService(), options.tables ?? []);
  return { ...network, table };
}

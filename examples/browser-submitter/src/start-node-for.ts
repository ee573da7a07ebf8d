import { createGateway, type Gateway, gatewaySection } from "@icn-mesh/gateway";
import {
  configSchema,
  defineExtension,
  layOutFederation,
  type Node,
  readConfig,
  startNode,
} from "@icn-mesh/node";

/** A node with an API that pages of one origin may call. */
export interface OpenNode {
  readonly node: Node;
  readonly gateway: Gateway;
}

/**
 * How long guards wait for a creator to object to what an executor shows. By the standard rules that is a minute, since
 * the node that manages the job is not the one who pays for it.
 */
const GRACE_MS = 1000;

/**
 * Starts it: a federation of its own, which guards its mana, runs jobs, and hears whoever signs its requests. With the
 * command, the same is `icn-mesh start --http.auth keys --http.signers anyone --http.allowOrigin <origin>`.
 */
export async function startNodeFor(origin: string, root: string): Promise<OpenNode> {
  const rules = { graceMs: GRACE_MS };
  const { nodes } = await layOutFederation({ root, names: ["node"], mana: 100_000n, rules });
  let gateway: Gateway | undefined;
  const http = defineExtension({
    name: "http",
    section: gatewaySection.prefault({}),
    open: (node, section) => {
      gateway = createGateway(node, section);
      return gateway;
    },
  });
  const read = readConfig(configSchema([http]), {
    flags: {
      data: nodes[0]?.data ?? root,
      log: "off",
      "network.listen": "/ip4/127.0.0.1/tcp/0",
      "executor.enabled": "true",
      "executor.kinds": "echo",
      "submitter.trustsFederation": "true", // it guards its own mana, and takes its own jobs all the same
      "http.port": "0",
      "http.auth": "keys",
      "http.signers": "anyone",
      "http.allowOrigin": origin,
    },
  });
  if (!read.ok) throw new Error(read.problems.join("\n"));
  const node = await startNode(read.config, { extend: [http] });
  if (gateway === undefined) throw new Error("the node has no door");
  return { node, gateway };
}

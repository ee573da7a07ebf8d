import { createGateway, type Gateway, gatewaySection } from "@icn-mesh/gateway";
import { createNodePoster, nodeFiles } from "@icn-mesh/gateway/node";
import { defineExtension, type Node, type NodeExtension, nodeKeptLinks } from "@icn-mesh/node";
import { programVersion } from "../command-line/program-version.ts";

/** What a node that this program starts has beside its own parts. */
export interface NodeDoors {
  readonly extensions: readonly NodeExtension[];
  /** Where its API is, once it has started; undefined before. */
  url(): string | undefined;
}

/** The doors of a node: the native API over HTTP, whose section of the configuration is `http`. */
export function nodeDoors(): NodeDoors {
  let gateway: Gateway | undefined;
  const http = defineExtension({
    name: "http",
    section: gatewaySection.prefault({}),
    open(node, section) {
      gateway = createGateway(componentsOf(node), section);
      return gateway;
    },
  });
  return { extensions: [http], url: () => gateway?.url };
}

function componentsOf(node: Node): Parameters<typeof createGateway>[0] {
  return {
    ...node,
    version: programVersion(),
    nodes: () => node.discovery.find().map(({ record }) => record),
    keptLinks: nodeKeptLinks(),
    files: nodeFiles,
    poster: createNodePoster(),
  };
}

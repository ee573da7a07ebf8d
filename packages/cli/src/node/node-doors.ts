import { createGateway, type Gateway, gatewaySection } from "@icn-mesh/gateway";
import { createNodePoster, nodeFiles } from "@icn-mesh/gateway/node";
import {
  defineExtension,
  type ListeningPlace,
  type Node,
  type NodeConfig,
  type NodeExtension,
  nodeKeptLinks,
} from "@icn-mesh/node";
import { programVersion } from "../command-line/program-version.ts";

/** What a node that this program starts has beside its own parts. */
export interface NodeDoors {
  readonly extensions: readonly NodeExtension[];
  /** Where its API is, once it has started; undefined before. */
  url(): string | undefined;
  /** Where they are to listen by a configuration. */
  places(config: NodeConfig): readonly ListeningPlace[];
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
  return { extensions: [http], url: () => gateway?.url, places: (config) => [placeOf(config)] };
}

/** What the extension has checked stands in the configuration under its name. */
function placeOf(config: NodeConfig): ListeningPlace {
  const sections: Readonly<Record<string, unknown>> = { ...config };
  const { host, port } = gatewaySection.parse(sections["http"] ?? {});
  return { what: `API at ${host}:${port}`, host, port };
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

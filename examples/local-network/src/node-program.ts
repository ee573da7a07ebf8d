import { once } from "node:events";
import { flushCompileCache } from "node:module";
import { stdin } from "node:process";
import { parseArgs } from "node:util";
import { createGateway, type Gateway, gatewaySection } from "@icn-mesh/gateway";
import { configSchema, defineExtension, nodeKeptLinks, readConfig, startNode } from "@icn-mesh/node";
import { lyingParts } from "./lying-parts.ts";

// A node with an API, as a process of its own, which ends with its input. With `--lies` it bids low and lies.

const { values } = parseArgs({
  options: {
    data: { type: "string", default: "" },
    set: { type: "string", multiple: true, default: [] },
    lies: { type: "boolean", default: false },
  },
});

let gateway: Gateway | undefined;
const http = defineExtension({
  name: "http",
  section: gatewaySection.prefault({}),
  open(node, section) {
    const nodes = () => node.discovery.find().map(({ record }) => record);
    gateway = createGateway({ ...node, nodes, keptLinks: nodeKeptLinks() }, section);
    return gateway;
  },
});

const settings = Object.fromEntries(values.set.map((each) => each.split(/=(.*)/s, 2)));
const read = readConfig(configSchema([http]), { flags: { data: values.data, ...settings } });
if (!read.ok) throw new Error(read.problems.join("\n"));
const node = await startNode(read.config, { extend: [http], parts: values.lies ? lyingParts() : {} });

const addresses = node.network.addresses();
console.log(
  JSON.stringify({ type: "ready", did: node.did, net: node.federation.net, addresses, url: gateway?.url }),
);
// The other nodes, which start now, need not compile it all again.
flushCompileCache();
stdin.resume();
await once(stdin, "end");
await node.stop();

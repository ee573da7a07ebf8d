import {
  type LaidOutNode,
  layOutFederation,
  type Node,
  nodeConfigSchema,
  readConfig,
  startNode,
} from "@icn-mesh/node";

/** Three nodes in this process, a federation of their own: the first one submits, the other two run jobs. */
export async function startNodes(root: string): Promise<readonly [submitter: Node, ...executors: Node[]]> {
  const names = ["submitter", "left", "right"];
  const [first, ...others] = (await layOutFederation({ root, names, mana: 10_000n })).nodes;
  if (first === undefined) throw new Error("a federation has at least one node");
  const submitter = await start(first, {});
  const executors: Node[] = [];
  for (const other of others) executors.push(await start(other, settingsOfExecutor(submitter)));
  return [submitter, ...executors];
}

function settingsOfExecutor({ network }: Node): Readonly<Record<string, string>> {
  return {
    "network.bootstrap": network.addresses().join(),
    "executor.enabled": "true",
    "executor.kinds": "javascript",
    "executor.processes": "1",
    "executor.mostFuel": "1000000000000",
    "executor.mostWallMs": "600000",
  };
}

async function start({ data }: LaidOutNode, settings: Readonly<Record<string, string>>): Promise<Node> {
  const flags = {
    data,
    log: "off",
    "network.listen": "/ip4/127.0.0.1/tcp/0",
    "network.allowPrivateAddresses": "true",
    "network.table": "off",
    "submitter.trustsFederation": "true", // whose only guard is the submitter
    ...settings,
  };
  const read = readConfig(nodeConfigSchema, { flags });
  if (!read.ok) throw new Error(read.problems.join("\n"));
  return startNode(read.config);
}

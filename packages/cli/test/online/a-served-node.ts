import { join } from "node:path";
import { configSchema, type Node, readConfig, startNode } from "@icn-mesh/node";
import { createSampleRunner, type SampleGuest } from "@icn-mesh/runtime/testing";
import { onTestFinished } from "vitest";
import { nodeDoors } from "../../src/node/node-doors.ts";
import { aDirectory } from "../a-directory.ts";

/** A node that runs its own jobs, and where its API is. */
export interface ServedNode {
  readonly node: Node;
  readonly url: string;
}

/** A node with its door open, in this process, until the test is over. */
export async function aServedNode(
  guests: Readonly<Record<string, SampleGuest>> = {},
  settings: Readonly<Record<string, string>> = {},
): Promise<ServedNode> {
  const doors = nodeDoors();
  const flags = {
    data: join(await aDirectory(), "data"),
    log: "off",
    "network.listen": "/ip4/127.0.0.1/tcp/0",
    "network.table": "off",
    "http.port": "0",
    "executor.enabled": "true",
    "submitter.trustsFederation": "true",
    ...settings,
  };
  const read = readConfig(configSchema(doors.extensions), { flags });
  if (!read.ok) throw new Error(read.problems.join());
  const node = await startNode(read.config, {
    extend: doors.extensions,
    parts: { runner: createSampleRunner(guests) },
  });
  onTestFinished(() => node.stop());
  return { node, url: doors.url() ?? "" };
}

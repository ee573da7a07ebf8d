import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createKeySigner, type Did } from "@icn-mesh/core";
import { nodeCryptoEngine, openKeyFile } from "@icn-mesh/core/node";
import type { NodeProcess, NodeStarter } from "./node-process.ts";
import type { NodeSetting } from "./node-words.ts";
import type { RealFederation } from "./real-federation.ts";

/** A node that may be killed and started again on what its directory holds. */
export interface RealNode {
  readonly did: Did;
  /** The process that runs now, or the last that did. */
  readonly now: NodeProcess;
  order: NodeProcess["order"];
  /** Kills its process, and waits until it is gone. */
  kill(): Promise<void>;
  /** Waits until its process is gone, by its own hand; throws where it has ended in any other way. */
  gone(): Promise<void>;
  /** Starts it again where it was. */
  restart(): Promise<void>;
}

/** What all nodes of a mesh have in common. */
export interface RealPlace extends Pick<NodeSetting, "constitution" | "pace"> {
  readonly starter: NodeStarter;
  readonly memberFor: RealFederation["memberFor"];
  /** The directory of their directories. */
  readonly root: string;
  readonly nodes: RealNode[];
  readonly tally: { kills: number; restarts: number };
}

const ANYWHERE = "/ip4/127.0.0.1/tcp/0";

/** Starts a node that knows where the others are that run by then, now and whenever it comes back. */
export async function startRealNode(
  { starter, root, tally, nodes, memberFor, ...common }: RealPlace,
  name: string,
  terms: Pick<NodeSetting, "executes" | "isGuard" | "liesAbout" | "price">,
): Promise<RealNode> {
  const directory = join(root, name);
  const did = await keyIn(directory);
  const member = await memberFor(did);
  const others = () => nodes.flatMap((each) => (each.did === did ? [] : [each.now.address]));
  const start = (listen: string) =>
    starter.start({ ...terms, ...common, member, directory, listen, bootstrap: others() });
  let now = await start(ANYWHERE);
  const listen = now.address.replace(/\/p2p\/.*$/, "");

  async function gone(): Promise<void> {
    const signal = await now.gone;
    if (signal !== "SIGKILL") throw new Error(`${name} has ended by itself`);
    tally.kills += 1;
  }

  const node: RealNode = {
    did,
    get now() {
      return now;
    },
    order: (order, words) => now.order(order, words),
    async kill() {
      now.kill();
      await gone();
    },
    gone,
    async restart() {
      now = await start(listen);
      tally.restarts += 1;
    },
  };
  nodes.push(node);
  return node;
}

/** Whose key is in the directory, which is made on first use. */
export async function keyIn(directory: string): Promise<Did> {
  mkdirSync(directory, { recursive: true });
  const secretKey = await openKeyFile(join(directory, "key"));
  return createKeySigner({ engine: nodeCryptoEngine(), secretKey }).did;
}

import { type Client, type ClientOptions, createClient } from "@icn-mesh/client";
import { createSeededRng, createVerifier } from "@icn-mesh/core";
import { nodeCryptoEngine, systemClock } from "@icn-mesh/core/node";
import { createRecordingLogger } from "@icn-mesh/core/testing";
import {
  createLocalMesh,
  createSampleRunner,
  type LocalMesh,
  type LocalMeshOptions,
  type LocalNode,
} from "@icn-mesh/runtime/testing";
import { createGateway, type Gateway, type GatewayComponents, type GatewayOptions } from "../src/index.ts";

/** A mesh in real time whose first node has an open door on a free port. */
export interface GatewayScene {
  readonly mesh: LocalMesh;
  readonly node: LocalNode;
  readonly gateway: Gateway;
  readonly client: Client;
  /** Another client of the same door. */
  clientAs(options: Omit<ClientOptions, "url">): Client;
  /** Closes the door, and opens another one before the same node. */
  reopen(meanwhile: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** What is special about a scene. */
export interface SceneOptions {
  readonly mesh?: LocalMeshOptions;
  readonly settings?: GatewayOptions;
  readonly components?: Partial<GatewayComponents>;
}

/** A node with an open door, and two that run jobs. */
export async function aGateway(options: SceneOptions = {}): Promise<GatewayScene> {
  const engine = nodeCryptoEngine();
  const mesh = await createLocalMesh({
    clock: systemClock,
    engine,
    node: () => ({ runner: createSampleRunner() }),
    ...options.mesh,
  });
  const [node] = mesh.nodes;
  if (node === undefined) throw new Error("no node");
  const components: GatewayComponents = {
    context: node.context,
    federation: mesh.federation,
    signer: node.signer,
    verifier: createVerifier({ engine }),
    clock: systemClock,
    rng: createSeededRng(`gateway ${node.did}`),
    logger: createRecordingLogger(),
    metrics: node.metrics,
    network: node.network,
    executor: node.runtime.executor,
    ...options.components,
  };
  const open = async (): Promise<Gateway> => {
    const opened = createGateway(components, { port: 0, ...options.settings });
    await opened.start();
    return opened;
  };
  let gateway = await open();
  return {
    mesh,
    node,
    get gateway() {
      return gateway;
    },
    get client() {
      return createClient({ url: gateway.url });
    },
    clientAs: (credentials) => createClient({ url: gateway.url, ...credentials }),
    async reopen(meanwhile) {
      await gateway.stop();
      await meanwhile();
      gateway = await open();
    },
    async stop() {
      await gateway.stop();
      await mesh.stop();
    },
  };
}

/** A job that echoes, and that the first bid wins, however late it comes. */
export function anEcho(payload = "hello") {
  const spec = { kind: { type: "echo", params: { payload } } };
  return { spec, cost: "100", bidWindowMs: 60_000, enoughBids: 1 };
}

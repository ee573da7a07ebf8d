import { createSeededRng, createVerifier } from "@icn-mesh/core";
import { bestEngine, createNodeLogger, systemClock } from "@icn-mesh/core/node";
import { createGateway } from "@icn-mesh/gateway";
import type { RuntimeContext } from "@icn-mesh/runtime";
import { createLocalMesh, createSampleRunner } from "@icn-mesh/runtime/testing";

/** A node in memory behind an open door. */
export interface OpenDoor {
  readonly url: string;
  readonly context: RuntimeContext;
  stop(): Promise<void>;
}

const MANY = 100_000_000;

/** Opens the door of the first of some nodes, whose limits nothing here reaches. */
export async function openDoor(nodes: number): Promise<OpenDoor> {
  const engine = bestEngine();
  const mesh = await createLocalMesh({
    nodes,
    clock: systemClock,
    engine,
    funds: 10n ** 15n,
    node: () => ({ runner: createSampleRunner() }),
  });
  const [node] = mesh.nodes;
  if (node === undefined) throw new Error("no node");
  const { context, signer, metrics } = node;
  const gateway = createGateway(
    {
      context,
      signer,
      metrics,
      federation: mesh.federation,
      verifier: createVerifier({ engine }),
      clock: systemClock,
      rng: createSeededRng("bench"),
      logger: createNodeLogger("bench", { levels: "off" }),
    },
    { port: 0, limits: { requestsPerMinute: MANY, stallMs: 2000 } },
  );
  await gateway.start();
  return {
    url: gateway.url,
    context,
    async stop() {
      await gateway.stop();
      await mesh.stop();
    },
  };
}

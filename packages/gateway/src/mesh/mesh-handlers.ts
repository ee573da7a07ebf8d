import type { GatewayComponents } from "../gateway-components.ts";
import type { Handlers } from "../http/handler.ts";
import { answered } from "../http/refusal.ts";

type Names = "listNodes" | "listPeers" | "showFederation" | "showReputation";

/** Handles what asks about the others in the mesh. */
export function meshHandlers({
  context,
  federation,
  network,
  nodes = () => [],
}: Pick<GatewayComponents, "context" | "federation" | "network" | "nodes">): Handlers<Names> {
  return {
    showReputation: async ({ params: { did } }) =>
      answered({ account: did, reputation: context.reputation(did) }),
    async listPeers() {
      const peers = network?.peers() ?? [];
      return answered({ peers: peers.map((peer) => ({ ...peer, topics: [...peer.topics] })) });
    },
    async listNodes() {
      const known = nodes().map(({ by, roles, capabilities, resources, addresses }) => ({
        did: by,
        roles,
        capabilities,
        resources,
        addresses,
        reputation: context.reputation(by),
      }));
      return answered({ nodes: known });
    },
    async showFederation() {
      const { net, constitution } = federation;
      const { epoch, guards, quorum, charter, units, mint, feeBp, minBudget, graceMs, marginMs } =
        constitution;
      return answered({
        net,
        epoch,
        guards,
        quorum,
        charter,
        units: units.map(({ name, decimals, burnBp }) => ({ name, decimals, burnBp })),
        mint: { rate: String(mint.rate), cap: String(mint.cap), epochMs: mint.epochMs },
        feeBp,
        minBudget: String(minBudget),
        graceMs,
        marginMs,
      });
    },
  };
}

import { type AskGuards, guardReplyCodec, guardRequestCodec } from "@icn-mesh/economics";
import { RuntimeError } from "../errors.ts";
import type { PeerLink } from "../network/peer-link.ts";
import { PROTOCOLS } from "../network/wire-names.ts";

/** Guards that are asked over the network, each under its own key. One that does not answer is as good as unreachable. */
export function askNetworkGuards(link: Pick<PeerLink, "request">): AskGuards {
  return {
    async ask(guard, request, options) {
      const bytes = guardRequestCodec.encode(request);
      const result = await link.request(guard, PROTOCOLS.mana, bytes, options);
      const reply = result.ok ? guardReplyCodec.decode(result.bytes) : undefined;
      if (reply?.ok) return reply.value;
      throw new RuntimeError("a guard does not answer", { code: "RUNTIME_GUARD_SILENT", guard });
    },
  };
}

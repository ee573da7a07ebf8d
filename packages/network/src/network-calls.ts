import type { NetworkDesks, NetworkSetting } from "./network-desks.ts";
import type { NetworkService } from "./network-service.ts";
import { assertProtocol, maxBytesOf } from "./protocol.ts";
import { createFramedStream } from "./streams/framed-stream.ts";
import { DEFAULT_TIMEOUT_MS } from "./wait-options.ts";
import { withDeadline } from "./with-deadline.ts";

/** What a node asks of one peer. */
export function createNetworkCalls(
  setting: NetworkSetting,
  desks: NetworkDesks,
): Pick<NetworkService, "request" | "open"> {
  const { transport, clock } = setting;
  const { requestDesk, peerDesk, deadlines, networkMetrics } = desks;
  return {
    async request(peer, protocol, ...[bytes, options = {}]) {
      assertProtocol(protocol);
      const since = clock.monotonic();
      const result = await requestDesk.request(peer, protocol, { ...options, bytes });
      networkMetrics.requestSent(protocol.name, result.ok ? "ok" : result.code, clock.monotonic() - since);
      return result;
    },
    async open(peer, protocol, { timeoutMs = DEFAULT_TIMEOUT_MS, signal } = {}) {
      assertProtocol(protocol);
      signal?.throwIfAborted();
      const run = (late: AbortSignal) => transport.openStream(peer, protocol.name, late);
      const opened = await withDeadline(run, { deadlines, timeoutMs, signal });
      if (opened === "NETWORK_TIMEOUT") return { ok: false, code: opened };
      if (!opened.ok) return opened;
      networkMetrics.streamOpened(protocol.name, "ours");
      const stream = createFramedStream({
        ...setting,
        stream: opened.stream,
        protocol: protocol.name,
        maxBytes: maxBytesOf(protocol),
        onOffence: (offence) => peerDesk.offended(peer, offence),
      });
      return { ok: true, stream };
    },
  };
}

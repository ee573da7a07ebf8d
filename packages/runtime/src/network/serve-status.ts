import { decodeStatusRequest, encodePeerStatus } from "../status/peer-status.ts";
import type { PeerLink } from "./peer-link.ts";
import type { Inboxes } from "./serve-cancels.ts";
import { PROTOCOLS } from "./wire-names.ts";

/** Says where a job stands that is managed here, or an assignment that is worked on here; refuses any other question. */
export function serveStatus(link: PeerLink, { manager, executor }: Inboxes): () => void {
  return link.handle(PROTOCOLS.status, async ({ bytes }) => {
    const about = decodeStatusRequest(bytes);
    if (about === undefined) return null;
    const status = executor?.status(about) ?? (await manager?.status(about));
    return status === undefined ? null : encodePeerStatus(status);
  });
}

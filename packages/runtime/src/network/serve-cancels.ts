import { cancelRecord, openRecord } from "@icn-mesh/core";
import type { ExecutorInbox, ManagerInbox } from "./inboxes.ts";
import type { PeerLink } from "./peer-link.ts";
import { encodeReportAnswer } from "./wire-codecs.ts";
import { PROTOCOLS } from "./wire-names.ts";

/** The roles that a node plays; it may play one of them only. */
export interface Inboxes {
  readonly manager?: ManagerInbox;
  readonly executor?: ExecutorInbox;
}

/** Takes cancellations: for the manager where it manages the job, and else for the executor that may run it. */
export function serveCancels(link: PeerLink, { manager, executor }: Inboxes): () => void {
  return link.handle(PROTOCOLS.cancel, async ({ bytes }) => {
    const opened = openRecord(cancelRecord, bytes);
    if (!opened.ok) return null;
    const answer = await manager?.cancel(opened.value);
    if (answer !== undefined && answer.answer !== "unknown") return encodeReportAnswer(answer);
    await executor?.cancel(opened.value);
    return encodeReportAnswer({ answer: executor === undefined ? "unknown" : "applied", why: null });
  });
}

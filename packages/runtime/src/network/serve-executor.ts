import {
  type Announcement,
  announcementRecord,
  commitsRecord,
  openRecord,
  type Signed,
  sealRecord,
  verdictOf,
} from "@icn-mesh/core";
import type { ManaRefusal, Ruling } from "@icn-mesh/economics";
import type { IncomingRequest } from "@icn-mesh/network";
import type { ExecutorInbox } from "./inboxes.ts";
import type { PeerLink } from "./peer-link.ts";
import { decodeAppeal, decodeAssign } from "./wire-codecs.ts";
import { PROTOCOLS, type topicNames } from "./wire-names.ts";

/** Whether the job of an announcement is signed and paid for. */
export type CheckAnnouncement = (announcement: Signed<Announcement>) => Ruling<unknown>;

/** What an executor is served with. */
export interface ExecutorService {
  readonly inbox: ExecutorInbox;
  readonly check: CheckAnnouncement;
}

/** Brings everything that peers say to an executor into its inbox, until the returned function is called. */
export function serveExecutor(
  link: PeerLink,
  topics: ReturnType<typeof topicNames>,
  { inbox, check }: ExecutorService,
): () => void {
  const announcements = link.subscribe(topics.announce, {
    validate({ bytes }) {
      const opened = openRecord(announcementRecord, bytes);
      if (!opened.ok) return verdictOf(opened.refusal);
      const ruling = check(opened.value);
      return ruling.ok ? "accept" : verdictOn(ruling.refusal);
    },
    handle({ bytes }) {
      const opened = openRecord(announcementRecord, bytes);
      return opened.ok ? inbox.announcement(opened.value) : undefined;
    },
  });
  const direct = link.handle(PROTOCOLS.announce, async ({ bytes }) => {
    const opened = openRecord(announcementRecord, bytes);
    if (!opened.ok || !check(opened.value).ok) return null;
    await inbox.announcement(opened.value);
    return new Uint8Array(0);
  });
  const assignments = link.handle(PROTOCOLS.assign, (request) => hearAssign(inbox, request));
  const quorum = serveQuorum(link, inbox);
  return () => {
    announcements.stop();
    direct();
    assignments();
    quorum();
  };
}

/** What an executor hears of the other replicas. No answer is a no. */
function serveQuorum(link: PeerLink, inbox: ExecutorInbox): () => void {
  const commits = link.handle(PROTOCOLS.commits, async ({ bytes }) => {
    const opened = openRecord(commitsRecord, bytes);
    return opened.ok && (await inbox.commits(opened.value)) ? NOTHING : null;
  });
  const appeals = link.handle(PROTOCOLS.appeal, async ({ bytes, peer }) => {
    const assignment = decodeAppeal(bytes);
    return assignment !== undefined && (await inbox.outvoted(assignment, peer)) ? NOTHING : null;
  });
  return () => {
    commits();
    appeals();
  };
}

const NOTHING = new Uint8Array(0);

async function hearAssign(
  inbox: ExecutorInbox,
  { bytes, peer }: IncomingRequest,
): Promise<Uint8Array | null> {
  const message = decodeAssign(bytes);
  if (message === undefined) return null;
  if (message.type === "notice") {
    await inbox.notice(message);
    return new Uint8Array(0);
  }
  const acceptance = await inbox.offer({ body: message.body, bytes: message.bytes, from: peer });
  return acceptance && sealRecord(acceptance);
}

/** What depends on a clock or on an epoch is nobody's fault. */
const NOBODYS_FAULT: ReadonlySet<ManaRefusal["code"]> = new Set([
  "ECONOMICS_CLAIM_OUT_OF_REACH",
  "ECONOMICS_FOREIGN",
  "ECONOMICS_NOT_INDEPENDENT",
]);

function verdictOn({ code }: ManaRefusal): "ignore" | "reject" {
  return NOBODYS_FAULT.has(code) ? "ignore" : "reject";
}

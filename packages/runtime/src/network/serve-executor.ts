import {
  announcementRecord,
  commitsRecord,
  createBoundedMap,
  type Decoded,
  jobRecord,
  openRecord,
  readRecord,
  sealRecord,
  verdictOf,
} from "@icn-mesh/core";
import type { FundedJob, ManaRefusal, Ruling } from "@icn-mesh/economics";
import type { IncomingRequest } from "@icn-mesh/network";
import type { ExecutorInbox, FundedAnnouncement, HeardAnnouncement } from "./inboxes.ts";
import type { PeerLink } from "./peer-link.ts";
import { decodeAppeal, decodeAssign } from "./wire-codecs.ts";
import { PROTOCOLS, type topicNames } from "./wire-names.ts";

/** Whether an announcement is signed, and its job paid for. */
export type CheckAnnouncement = (heard: HeardAnnouncement) => Ruling<Pick<FundedJob, "heldUntil">>;

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
  // What was accepted is kept until it is handed over: to read it again would cost as much as to check it.
  const accepted = createBoundedMap<Uint8Array, FundedAnnouncement>({
    max: 2 * MOST_WAITING,
    whenFull: "evict-oldest",
  });
  const announcements = link.subscribe(topics.announce, {
    queue: MOST_WAITING,
    validate({ bytes }) {
      const heard = readAnnouncement(bytes);
      if (!heard.ok) return verdictOf(heard.refusal);
      const ruling = check(heard.value);
      if (!ruling.ok) return verdictOn(ruling.refusal);
      accepted.set(bytes, { ...heard.value, heldUntil: ruling.value.heldUntil });
      return "accept";
    },
    handle({ bytes }) {
      const heard = accepted.get(bytes);
      accepted.delete(bytes);
      return heard && inbox.announcement(heard);
    },
  });
  const direct = link.handle(PROTOCOLS.announce, async ({ bytes }) => {
    const heard = readAnnouncement(bytes);
    const ruling = heard.ok ? check(heard.value) : undefined;
    if (!heard.ok || !ruling?.ok) return null;
    await inbox.announcement({ ...heard.value, heldUntil: ruling.value.heldUntil });
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

/** How many announcements wait for their answer; then the oldest make room. */
const MOST_WAITING = 256;

function readAnnouncement(bytes: Uint8Array): Decoded<HeardAnnouncement> {
  const announcement = openRecord(announcementRecord, bytes);
  if (!announcement.ok) return announcement;
  const { body, sig } = announcement.value.body.job;
  const job = readRecord(jobRecord, body, sig);
  return job.ok ? { ok: true, value: { announcement: announcement.value, job: job.value } } : job;
}

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

import {
  bidRecord,
  checkpointRecord,
  commitRecord,
  type Decoded,
  openRecord,
  partialOutputRecord,
  progressRecord,
  type RecordBody,
  type RecordDefinition,
  receiptRecord,
  releaseRecord,
  type Signed,
  type Verifier,
  verdictOf,
  verifySigned,
} from "@icn-mesh/core";
import { decodeSegment } from "../logs/log-segment.ts";
import type { ManagerInbox } from "./inboxes.ts";
import type { ExecutorReport, ReportAnswer } from "./network-message.ts";
import type { PeerLink } from "./peer-link.ts";
import { decodeBidAnswer, encodeReportAnswer } from "./wire-codecs.ts";
import { PROTOCOLS, type topicNames } from "./wire-names.ts";

const OPEN_REPORT = {
  progress: (bytes: Uint8Array) => openRecord(progressRecord, bytes),
  checkpoint: (bytes: Uint8Array) => openRecord(checkpointRecord, bytes),
  partial: (bytes: Uint8Array) => openRecord(partialOutputRecord, bytes),
  release: (bytes: Uint8Array) => openRecord(releaseRecord, bytes),
  commit: (bytes: Uint8Array) => openRecord(commitRecord, bytes),
  receipt: (bytes: Uint8Array) => openRecord(receiptRecord, bytes),
} as const satisfies Readonly<Record<string, (bytes: Uint8Array) => Decoded<ExecutorReport>>>;

const REPORTS = Object.keys(OPEN_REPORT) as readonly (keyof typeof OPEN_REPORT)[];

/** What a manager of jobs is served with. */
export interface ManagerService {
  readonly inbox: ManagerInbox;
  readonly verifier: Verifier;
}

/** Brings what executors say to the manager of their jobs into its inbox, until the returned function is called. */
export function serveManager(
  link: PeerLink,
  topics: ReturnType<typeof topicNames>,
  { inbox, verifier }: ManagerService,
): () => void {
  const handlers = [serveBids(link, inbox), ...serveReports(link, inbox), serveLogs(link, inbox)];
  const bids = takeSigned(link, topics.bid, {
    definition: bidRecord,
    verifier,
    take: (bid) => inbox.bid({ type: "BidSubmission", bid }, undefined),
  });
  const receipts = takeSigned(link, topics.receipt, {
    definition: receiptRecord,
    verifier,
    take: (receipt) => inbox.report(receipt),
  });
  return () => {
    for (const stop of handlers) stop();
    bids.stop();
    receipts.stop();
  };
}

function serveBids(link: PeerLink, inbox: ManagerInbox): () => void {
  return link.handle(PROTOCOLS.bid, ({ bytes, peer }) => {
    const answer = decodeBidAnswer(bytes);
    if (answer === undefined) return null;
    return encodeReportAnswer(inbox.bid(answer, peer) ? HEARD : LATE);
  });
}

function serveReports(link: PeerLink, inbox: ManagerInbox): readonly (() => void)[] {
  return REPORTS.map((name) =>
    link.handle(PROTOCOLS[name], async ({ bytes }) => {
      const opened = OPEN_REPORT[name](bytes);
      return opened.ok ? encodeReportAnswer(await inbox.report(opened.value)) : null;
    }),
  );
}

function serveLogs(link: PeerLink, inbox: ManagerInbox): () => void {
  return link.handle(PROTOCOLS.logs, async ({ bytes, peer }) => {
    const segment = decodeSegment(bytes);
    return segment === undefined ? null : encodeReportAnswer(await inbox.log(segment, peer));
  });
}

interface Gossip<Body extends RecordBody> {
  readonly definition: RecordDefinition<Body>;
  readonly verifier: Verifier;
  readonly take: (signed: Signed<Body>) => unknown;
}

/** What comes from those who cannot reach us directly. It is passed on only if it is signed by whom it names. */
function takeSigned<Body extends RecordBody>(
  link: PeerLink,
  topic: string,
  { definition, verifier, take }: Gossip<Body>,
): { stop(): void } {
  return link.subscribe(topic, {
    validate({ bytes }) {
      const opened = openRecord(definition, bytes);
      const verified = opened.ok ? verifySigned(opened.value, verifier) : opened;
      return verified.ok ? "accept" : verdictOf(verified.refusal);
    },
    handle({ bytes }) {
      const opened = openRecord(definition, bytes);
      return opened.ok ? take(opened.value) : undefined;
    },
  });
}

const HEARD: ReportAnswer = { answer: "applied", why: null };
const LATE: ReportAnswer = { answer: "stale", why: "round-closed" };

import {
  type Acceptance,
  type Announcement,
  acceptanceRecord,
  type Cancel,
  type Cid,
  type Commits,
  cidOf,
  type Did,
  type JobId,
  type LogFields,
  type Logger,
  type NetworkId,
  openRecord,
  type Signed,
  sealRecord,
  type Verifier,
} from "@icn-mesh/core";
import type { Proof } from "@icn-mesh/economics";
import type { PeerFailure, Protocol } from "@icn-mesh/network";
import { jobFields } from "../job/job-fields.ts";
import { encodeSegment, type LogSegment } from "../logs/log-segment.ts";
import { decodePeerStatus, encodeStatusRequest, type PeerStatus } from "../status/peer-status.ts";
import type { LoopLink } from "./loopback.ts";
import type { AssignmentNotice, BidAnswer, ExecutorReport, ReportAnswer } from "./network-message.ts";
import { type Inboxes, serveCancels } from "./serve-cancels.ts";
import { type CheckAnnouncement, serveExecutor } from "./serve-executor.ts";
import { serveManager } from "./serve-manager.ts";
import { serveStatus } from "./serve-status.ts";
import {
  decodeReportAnswer,
  encodeAppeal,
  encodeBidAnswer,
  encodeNotice,
  encodeOffer,
  encodeProof,
} from "./wire-codecs.ts";
import { PROTOCOLS, topicNames } from "./wire-names.ts";

/** A wait for a peer that its caller may give up. */
export interface PeerWait {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/** What managers and executors of jobs say to each other: directly where it is for one, by gossip where it is for many. */
export interface MeshNetworkService {
  readonly self: Did;
  /** Publishes a round of bidding, to everybody or to this node alone; resolves to how many neighbours it went to. */
  announceJob(announcement: Signed<Announcement>, to: "everybody" | "this-node"): Promise<number>;
  /** Tells these executors of a round, and nobody else; of each, false if it cannot be told now. */
  announceTo(
    executors: readonly Did[],
    announcement: Signed<Announcement>,
    wait: PeerWait,
  ): Promise<readonly boolean[]>;
  /** The peers that this node is connected with. */
  neighbours(): readonly Did[];
  /**
   * Hands an executor's answer to the manager of the job, a bid by gossip if there is no other way; false where the manager
   * says that it comes too late.
   */
  submitBid(manager: Did, answer: BidAnswer): Promise<boolean>;
  /** Asks an executor to accept an assignment that nobody has signed. */
  offerAssignment(executor: Did, assignment: Uint8Array, wait: PeerWait): Promise<OfferAnswer>;
  /** Tells an executor what was assigned; false if it cannot be told now. */
  notifyAssignment(executor: Did, notice: AssignmentNotice, wait?: PeerWait): Promise<boolean>;
  /** Reports to the manager of a job; undefined if it cannot be reached now. Receipts go by gossip too then. */
  report(manager: Did, report: ExecutorReport, wait?: PeerWait): Promise<ReportAnswer | undefined>;
  /** Shows an executor what all have committed to; false if it cannot be told now. */
  showCommits(executor: Did, commits: Signed<Commits>, wait: PeerWait): Promise<boolean>;
  /** Asks an executor that was outvoted whether it has one more replica heard; undefined if it does not say in time. */
  askAppeal(executor: Did, assignment: Cid, wait: PeerWait): Promise<boolean | undefined>;
  /** Tells a party that a job is cancelled; undefined if it cannot be told now. */
  cancel(peer: Did, cancel: Signed<Cancel>, wait?: PeerWait): Promise<ReportAnswer | undefined>;
  /** Shows the manager of a job more of what its guest has logged; undefined if it cannot be reached now. */
  sendLog(manager: Did, segment: LogSegment, wait?: PeerWait): Promise<ReportAnswer | undefined>;
  /** Asks a node where a job stands that it manages, or an assignment that it works on; undefined where it does not say. */
  askStatus(peer: Did, about: Cid, wait?: PeerWait): Promise<PeerStatus | undefined>;
  /** Shows a certificate to somebody whom it concerns; false if that cannot be done now. */
  showProof(peer: Did, proof: Proof, wait?: PeerWait): Promise<boolean>;
  /** Brings what peers say into the inboxes of the roles that this node plays, until the returned function is called. */
  serve(inboxes: Inboxes): () => void;
}

/** The acceptance; or that the executor said no, or nothing in time; or that it has not heard the offer. */
export type OfferAnswer = Signed<Acceptance> | "declined" | "unreachable";

/** What the service talks through, and by which rules it judges what it hears. */
export interface MeshNetworkComponents {
  readonly net: NetworkId;
  readonly link: LoopLink;
  readonly verifier: Verifier;
  readonly check: CheckAnnouncement;
  readonly logger: Logger;
}

/** A service over a link. Nothing is heard before `serve`. */
export function createMeshNetworkService(components: MeshNetworkComponents): MeshNetworkService {
  const { net, link, verifier, check, logger } = components;
  const topics = topicNames(net);

  const { ask, tell, hearAnswer } = createAsking({ link, logger });

  return {
    self: link.self,
    async announceJob(announcement, to) {
      const bytes = sealRecord(announcement);
      if (to === "this-node") {
        await link.publishHere(topics.announce, bytes);
        return 0;
      }
      const published = await link.publish(topics.announce, bytes);
      const peers = published.ok ? published.peers : 0;
      logger.debug("a job is announced", { ...fieldsOf(announcement), peers });
      return peers;
    },
    announceTo(executors, announcement, wait) {
      const peers = executors.length;
      if (peers > 0) logger.debug("a job is announced", { ...fieldsOf(announcement), peers });
      const asked = { bytes: sealRecord(announcement), ...wait };
      return Promise.all(executors.map((executor) => tell(executor, PROTOCOLS.announce, asked)));
    },
    neighbours: () => link.peers().map(({ did }) => did),
    async submitBid(manager, answer) {
      const heard = await ask(manager, PROTOCOLS.bid, { bytes: encodeBidAnswer(answer) });
      if (heard !== undefined) return decodeReportAnswer(heard)?.answer !== "stale";
      if (answer.type === "BidSubmission") await link.publish(topics.bid, sealRecord(answer.bid));
      return true;
    },
    async offerAssignment(executor, assignment, wait) {
      const result = await link.request(executor, PROTOCOLS.assign, encodeOffer(assignment), wait);
      if (!result.ok) return HEARD.has(result.code) ? "declined" : "unreachable";
      const opened = openRecord(acceptanceRecord, result.bytes);
      return opened.ok ? opened.value : "declined";
    },
    notifyAssignment: (executor, notice, wait) =>
      tell(executor, PROTOCOLS.assign, { bytes: encodeNotice(notice), ...wait }),
    async report(manager, report, wait) {
      const bytes = sealRecord(report);
      const answer = await hearAnswer(ask(manager, protocolOf(report), { bytes, ...wait }));
      if (answer === undefined && report.body.t === "icn/receipt/1")
        await link.publish(topics.receipt, bytes);
      return answer;
    },
    showCommits: (executor, commits, wait) =>
      tell(executor, PROTOCOLS.commits, { bytes: sealRecord(commits), ...wait }),
    async askAppeal(executor, assignment, wait) {
      const result = await link.request(executor, PROTOCOLS.appeal, encodeAppeal(assignment), wait);
      return result.ok || (result.code === "NETWORK_REFUSED" ? false : undefined);
    },
    cancel: (peer, cancel, wait) =>
      hearAnswer(ask(peer, PROTOCOLS.cancel, { bytes: sealRecord(cancel), ...wait })),
    sendLog: (manager, segment, wait) =>
      hearAnswer(ask(manager, PROTOCOLS.logs, { bytes: encodeSegment(segment), ...wait })),
    async askStatus(peer, about, wait) {
      const bytes = await ask(peer, PROTOCOLS.status, { bytes: encodeStatusRequest(about), ...wait });
      return bytes && decodePeerStatus(bytes);
    },
    showProof: (peer, proof, wait) => tell(peer, PROTOCOLS.mana, { bytes: encodeProof(proof), ...wait }),
    serve({ manager, executor }) {
      const inboxes = { ...(manager && { manager }), ...(executor && { executor }) };
      const undo = [serveCancels(link, inboxes), serveStatus(link, inboxes)];
      if (manager !== undefined) undo.push(serveManager(link, topics, { inbox: manager, verifier }));
      if (executor !== undefined) undo.push(serveExecutor(link, topics, { inbox: executor, check }));
      return () => {
        for (const stop of undo) stop();
      };
    },
  };
}

interface Asking {
  ask(peer: Did, protocol: Protocol, request: Asked): Promise<Uint8Array | undefined>;
  /** The same, where nothing but the answer's coming matters. */
  tell(peer: Did, protocol: Protocol, request: Asked): Promise<boolean>;
  hearAnswer(answer: Promise<Uint8Array | undefined>): Promise<ReportAnswer | undefined>;
}

type Asked = PeerWait & { readonly bytes: Uint8Array };

function createAsking({ link, logger }: Pick<MeshNetworkComponents, "link" | "logger">): Asking {
  async function ask(
    peer: Did,
    protocol: Protocol,
    { bytes, ...wait }: Asked,
  ): Promise<Uint8Array | undefined> {
    const result = await link.request(peer, protocol, bytes, wait);
    if (result.ok) return result.bytes;
    logger.debug("no answer", { peer, protocol: protocol.name, code: result.code });
    return undefined;
  }

  return {
    ask,
    tell: async (...asked) => (await ask(...asked)) !== undefined,
    async hearAnswer(answer) {
      const bytes = await answer;
      return bytes && decodeReportAnswer(bytes);
    },
  };
}

function fieldsOf({ body: { job, round } }: Signed<Announcement>): LogFields {
  return { ...jobFields(cidOf(job.body) as string as JobId), round };
}

/** Failures after which the peer may have heard what it was asked. */
const HEARD: ReadonlySet<PeerFailure> = new Set([
  "NETWORK_FAILED",
  "NETWORK_REFUSED",
  "NETWORK_TIMEOUT",
  "NETWORK_TOO_LARGE",
  "NETWORK_UNSUPPORTED",
]);

function protocolOf({ body }: ExecutorReport): Protocol {
  switch (body.t) {
    case "icn/progress/1":
      return PROTOCOLS.progress;
    case "icn/checkpoint/1":
      return PROTOCOLS.checkpoint;
    case "icn/partial/1":
      return PROTOCOLS.partial;
    case "icn/release/1":
      return PROTOCOLS.release;
    case "icn/commit/1":
      return PROTOCOLS.commit;
    case "icn/receipt/1":
      return PROTOCOLS.receipt;
  }
}

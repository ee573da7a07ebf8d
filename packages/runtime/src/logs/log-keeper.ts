import { type Cid, cidOf, type Did, type Storage } from "@icn-mesh/core";
import type { JobBook } from "../job/job-book.ts";
import type { Accounts } from "../mana/accounts.ts";
import type { MeshNetworkService } from "../network/mesh-network-service.ts";
import type { ReportAnswer } from "../network/network-message.ts";
import { pieceName } from "./log-pieces.ts";
import { LOG_BYTES, type LogSegment } from "./log-segment.ts";

/** Keeps the logs of one job while it runs. */
export interface LogKeeper {
  /** Takes the next lines of an attempt from its executor; they are durable once resolved. */
  keep(segment: LogSegment, from: Did): Promise<ReportAnswer>;
}

/** What a log keeper works with. */
export interface LogKeeperParts {
  readonly storage: Storage;
  readonly book: Pick<JobBook, "job" | "state">;
  readonly network: Pick<MeshNetworkService, "self">;
  readonly accounts: Pick<Accounts, "signerOf">;
  /** Told when there are more lines. */
  readonly grown: () => void;
}

/** For an executor that was restarted there is room for more than one run. */
const MOST_BYTES = 4 * LOG_BYTES;
/** What a segment takes besides its lines. */
const SEGMENT_COST = 1024;

/** A keeper that has seen nothing yet; how much it has taken is forgotten in a restart. */
export function createLogKeeper(parts: LogKeeperParts): LogKeeper {
  const { storage, book, grown } = parts;
  const taken = new Map<Cid, number>(); // by attempt, of which a job has few

  async function write({ assignment, run, seq, lines }: LogSegment): Promise<ReportAnswer> {
    const cid = cidOf(lines, "raw");
    if (seq > 0 && (await storage.ref(pieceName(assignment, run, seq - 1))) === null)
      return { answer: "illegal", why: "out-of-order" };
    const refs = [{ name: pieceName(assignment, run, seq), expect: null, to: cid }];
    const result = await storage.commit({ blocks: [{ codec: "raw", bytes: lines }], refs });
    if (!result.ok) return result.actual === cid ? DUPLICATE : { answer: "illegal", why: "other-segment" };
    taken.set(assignment, (taken.get(assignment) ?? 0) + lines.length + SEGMENT_COST);
    grown();
    return { answer: "applied", why: null };
  }

  return {
    async keep(segment, from) {
      const executor = executorAtWork(book, segment.assignment);
      if (executor === undefined) return { answer: "stale", why: "older-attempt" };
      if (!speaksFor(parts, from, executor)) return { answer: "illegal", why: "wrong-signer" };
      // Who could read what another replica logs could copy its work.
      if (book.job.body.verification.type === "quorum") return { answer: "illegal", why: "not-yet" };
      if ((taken.get(segment.assignment) ?? 0) > MOST_BYTES) return { answer: "illegal", why: "too-much" };
      return write(segment);
    },
  };
}

/** An account speaks over the streams of its own key; those whose keys are here, over the streams of this node. */
function speaksFor({ network, accounts }: LogKeeperParts, peer: Did, account: Did): boolean {
  return peer === account || (peer === network.self && accounts.signerOf(account) !== undefined);
}

const DUPLICATE: ReportAnswer = { answer: "duplicate", why: "already-so" };

/** Whose attempt it is, until that has reported or was given up. */
function executorAtWork({ state }: Pick<JobBook, "state">, assignment: Cid): Did | undefined {
  if (!("seats" in state)) return undefined;
  const seat = state.seats.find((each) => each.phase !== "vacant" && each.assignment === assignment);
  return seat?.phase === "accepted" || seat?.phase === "running" ? seat.executor : undefined;
}

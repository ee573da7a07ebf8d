import type { Did, Logger } from "@icn-mesh/core";
import type { RequestHandler } from "../network-service.ts";
import type { Deadlines } from "./deadlines.ts";
import type { PeerLoad } from "./peer-load.ts";
import type { RequestFrame } from "./request-frame.ts";
import { createWork, type Work } from "./work.ts";

/** Works on the requests of one stream. */
export interface RequestCrew {
  /** False when the peer broke the protocol: it used the number of a request that is open. */
  take(frame: RequestFrame): boolean;
  /** Nobody waits for this one any more. */
  stop(id: number): void;
  stopAll(): void;
}

/** How a request ended here; `gone` is one whose asker no longer waits. */
export type ServedOutcome = "answer" | "refused" | "failed" | "busy" | "tooLarge" | "gone";

/** What a crew is made of. */
export interface RequestCrewComponents {
  readonly peer: Did;
  readonly protocol: string;
  readonly maxBytes: number;
  readonly handler: RequestHandler;
  readonly load: PeerLoad;
  readonly deadlines: Deadlines;
  readonly logger: Logger;
  /** Called once for every request, with the bytes of an answer. */
  readonly onEnd: (id: number, outcome: ServedOutcome, bytes?: Uint8Array) => void;
}

/** No request is worked on for longer, whatever its sender would wait. */
const MAX_WORK_MS = 600_000;

/** A crew without work. */
export function createRequestCrew(components: RequestCrewComponents): RequestCrew {
  const { peer, protocol, maxBytes, handler, load, deadlines, logger, onEnd } = components;
  const working = new Map<number, Work>();

  async function work({ id, body, timeoutMs }: RequestFrame): Promise<void> {
    const job = createWork();
    working.set(id, job);
    const forgetDeadline = deadlines.add(Math.min(timeoutMs, MAX_WORK_MS), () => stop(id));
    const [outcome, bytes] = await outcomeOf(body, job);
    forgetDeadline();
    load.give(peer);
    if (job.isStopped) return onEnd(id, "gone");
    working.delete(id);
    onEnd(id, outcome, bytes);
  }

  async function outcomeOf(body: Uint8Array, job: Work): Promise<readonly [ServedOutcome, Uint8Array?]> {
    try {
      const bytes = await handler({
        peer,
        protocol,
        bytes: body,
        get signal() {
          return job.signal();
        },
      });
      if (bytes === null) return ["refused"];
      return bytes.length > maxBytes ? ["tooLarge"] : ["answer", bytes];
    } catch (error) {
      if (!job.isStopped) logger.error("a request handler failed", { protocol, error: String(error) });
      return ["failed"];
    }
  }

  function stop(id: number): void {
    working.get(id)?.stop();
    working.delete(id);
  }

  return {
    take(frame) {
      if (working.has(frame.id)) return false;
      if (load.take(peer)) void work(frame);
      else onEnd(frame.id, "busy");
      return true;
    },
    stop,
    stopAll() {
      for (const id of [...working.keys()]) stop(id);
    },
  };
}

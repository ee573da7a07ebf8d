import type { Clock } from "@icn-mesh/core";
import { createFrameReader } from "../frames/frame-reader.ts";
import { createFrameWriter } from "../frames/frame-writer.ts";
import type { NetworkLimits } from "../network-limits.ts";
import type { PeerOffence } from "../peers/standing.ts";
import type { ByteStream } from "../transport.ts";
import { createRequestCrew, type RequestCrewComponents, type ServedOutcome } from "./request-crew.ts";
import { FRAME_HEAD_BYTES, FRAME_KINDS, frameHead, type RequestFrame, readFrame } from "./request-frame.ts";

/** What serving takes. */
export interface ServeComponents extends Omit<RequestCrewComponents, "peer" | "onEnd"> {
  readonly stream: ByteStream;
  readonly clock: Clock;
  readonly limits: NetworkLimits;
  readonly onOutcome: (outcome: ServedOutcome) => void;
  /** Told when the peer did what no honest peer does; the stream is aborted. */
  readonly onOffence: (offence: PeerOffence) => void;
}

const NOTHING: Uint8Array = new Uint8Array(0);

/** Answers the requests of one stream until it is over. A peer that does not read its answers is not read from either. */
export function serveRequests(components: ServeComponents): void {
  const { stream, maxBytes, onOutcome, onOffence } = components;
  const writer = createFrameWriter(components);
  const reader = createFrameReader({ maxBytes: maxBytes + FRAME_HEAD_BYTES, onFrame });
  const crew = createRequestCrew({ ...components, peer: stream.peer, onEnd: reply });
  let isOver = false;

  function onFrame(bytes: Uint8Array): void {
    const frame = isOver ? undefined : readFrame(bytes);
    if (frame === undefined || !isTaken(frame)) offend();
  }

  function isTaken(frame: RequestFrame): boolean {
    if (frame.kind === FRAME_KINDS.request) return crew.take(frame);
    if (frame.kind === FRAME_KINDS.cancel) crew.stop(frame.id);
    return true; // another kind is of a newer version
  }

  function reply(...[id, outcome, bytes = NOTHING]: Parameters<RequestCrewComponents["onEnd"]>): void {
    onOutcome(outcome);
    if (outcome === "gone") return;
    writer.push(frameHead(FRAME_KINDS[outcome], id), bytes);
    const room = writer.room();
    if (room !== undefined) stream.pause();
    void room?.then(() => stream.resume());
  }

  function offend(): void {
    if (isOver) return;
    finish();
    stream.abort();
    onOffence("brokenFrame");
  }

  function finish(): void {
    isOver = true;
    crew.stopAll();
  }

  stream.read({
    data(bytes) {
      if (!isOver && !reader.push(bytes)) offend();
    },
    ended() {
      crew.stopAll();
      writer.end();
    },
    closed: finish,
  });
}

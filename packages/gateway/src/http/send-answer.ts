import type { StreamKind } from "@icn-mesh/client";
import type { FastifyReply } from "fastify";
import type { Door } from "./door.ts";
import type { ByteStream, PrintedText, StreamEvent } from "./handler.ts";
import { sendBytes } from "./send-bytes.ts";
import { sendHeld } from "./send-held.ts";
import { eventText, STREAM_PULSE } from "./stream-text.ts";
import { withPulse } from "./with-pulse.ts";

const TYPES: Readonly<Record<StreamKind, string>> = {
  bytes: "application/octet-stream",
  car: "application/vnd.ipld.car",
  events: "text/event-stream; charset=utf-8",
  text: "text/plain; charset=utf-8",
};
const PULSE_MS = 15_000;

/** A stream on its way out. */
export interface StreamAnswer {
  readonly kind: StreamKind;
  readonly value: unknown;
  /** Aborts when the reader has gone. */
  readonly signal: AbortSignal;
}

/** Sends a stream, as long as its reader takes it. */
export async function sendStream(
  door: Door,
  reply: FastifyReply,
  { kind, value, signal }: StreamAnswer,
): Promise<void> {
  reply.header("content-type", TYPES[kind]).header("x-content-type-options", "nosniff");
  if (isPrinted(value)) return void reply.header("content-type", value.type).send(value.text);
  if (kind !== "events") return sendBytes(door, reply, { stream: value as ByteStream, signal });
  reply.header("cache-control", "no-store").header("x-accel-buffering", "no");
  const source = eventTexts(door, value as AsyncIterable<StreamEvent>);
  await sendHeld(door, reply, { source, signal });
}

function isPrinted(value: unknown): value is PrintedText {
  return typeof value === "object" && value !== null && "text" in value;
}

async function* eventTexts(door: Door, source: AsyncIterable<StreamEvent>): AsyncGenerator<string> {
  yield STREAM_PULSE; // so that the reader knows at once that it is connected
  for await (const event of withPulse(source, { clock: door.clock, everyMs: PULSE_MS }))
    yield event === null ? STREAM_PULSE : eventText(event);
}

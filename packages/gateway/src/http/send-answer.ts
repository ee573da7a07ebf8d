import type { StreamKind } from "@icn-mesh/client";
import type { FastifyReply } from "fastify";
import type { Door } from "./door.ts";
import type { ByteStream, PrintedText, StreamEvent } from "./handler.ts";
import { eventText, STREAM_PULSE } from "./stream-text.ts";
import { withPulse } from "./with-pulse.ts";
import { writeStream } from "./write-stream.ts";

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

/** Sends a stream. Its first piece comes before its head, so that what fails at once is a problem and no stream. */
export async function sendStream(
  door: Door,
  reply: FastifyReply,
  { kind, value, signal }: StreamAnswer,
): Promise<void> {
  reply.header("content-type", TYPES[kind]).header("x-content-type-options", "nosniff");
  if (isPrinted(value)) return void reply.header("content-type", value.type).send(value.text);
  if (kind === "events")
    return sendEvents(door, reply, { source: value as AsyncIterable<StreamEvent>, signal });
  const { bytes, size, etag } = value as ByteStream;
  const iterator = bytes[Symbol.asyncIterator]();
  const first = await iterator.next();
  // What a stranger has stored is handed out, never shown as a page of this origin.
  reply.header("content-disposition", "attachment").header("content-security-policy", "sandbox");
  if (size !== undefined) reply.header("content-length", size);
  if (etag !== undefined) reply.header("etag", `"${etag}"`).header("cache-control", "private, immutable");
  await send(door, reply, { source: restOf(first, iterator), signal });
}

function isPrinted(value: unknown): value is PrintedText {
  return typeof value === "object" && value !== null && "text" in value;
}

async function* restOf<Item>(
  first: IteratorResult<Item>,
  iterator: AsyncIterator<Item>,
): AsyncGenerator<Item, void, undefined> {
  try {
    for (let next = first; !next.done; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

interface Sending<Item> {
  readonly source: AsyncIterable<Item>;
  readonly signal: AbortSignal;
}

async function sendEvents(
  door: Door,
  reply: FastifyReply,
  { source, signal }: Sending<StreamEvent>,
): Promise<void> {
  reply.header("cache-control", "no-store").header("x-accel-buffering", "no");
  await send(door, reply, { source: eventTexts(door, source), signal });
}

async function* eventTexts(door: Door, source: AsyncIterable<StreamEvent>): AsyncGenerator<string> {
  yield STREAM_PULSE; // so that the reader knows at once that it is connected
  for await (const event of withPulse(source, { clock: door.clock, everyMs: PULSE_MS }))
    yield event === null ? STREAM_PULSE : eventText(event);
}

async function send(
  { clock, settings, metrics }: Door,
  reply: FastifyReply,
  { source, signal }: Sending<Uint8Array | string>,
): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(reply.statusCode, headersOf(reply));
  const patience = { clock, stallMs: settings.limits.stallMs, signal };
  if (!(await writeStream(raw, source, patience)) && !signal.aborted) metrics.dropped.add();
}

function headersOf(reply: FastifyReply): Record<string, string | number | string[]> {
  const known = Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as Record<string, string | number | string[]>;
}

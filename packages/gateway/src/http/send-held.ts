import type { FastifyReply } from "fastify";
import type { Door } from "./door.ts";
import { writeStream } from "./write-stream.ts";

/** What is written as its reader takes it. */
export interface HeldAnswer {
  readonly source: AsyncIterable<Uint8Array | string>;
  /** Aborts when the reader has gone. */
  readonly signal: AbortSignal;
}

/** Writes the head that the reply has by now, and then the stream, out of the server's hands. */
export async function sendHeld(
  door: Door,
  reply: FastifyReply,
  { source, signal }: HeldAnswer,
): Promise<void> {
  const { clock, settings, metrics, count } = door;
  count.answered(reply.request, reply.statusCode);
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

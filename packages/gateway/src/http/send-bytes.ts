import type { FastifyReply } from "fastify";
import { type AskedRange, askedRange } from "./byte-range.ts";
import type { Door } from "./door.ts";
import type { ByteStream } from "./handler.ts";
import type { GatewayRefusal } from "./refusal.ts";
import { sendHeld } from "./send-held.ts";
import { sendRefusal } from "./send-refusal.ts";

/** Bytes on their way out. */
export interface BytesAnswer {
  readonly stream: ByteStream;
  /** Aborts when the reader has gone. */
  readonly signal: AbortSignal;
}

/**
 * Sends bytes, or the part of them that the request asks for, or their head alone. The first piece comes before the
 * head, so that what fails at once is a problem and no stream.
 */
export async function sendBytes(
  door: Door,
  reply: FastifyReply,
  { stream, signal }: BytesAnswer,
): Promise<void> {
  // What a stranger has stored is handed out, never shown as a page of this origin.
  reply.header("content-disposition", "attachment").header("content-security-policy", "sandbox");
  const { etag, part, size } = stream;
  if (etag !== undefined) reply.header("etag", `"${etag}"`).header("cache-control", "private, immutable");
  if (etag !== undefined && reply.request.headers["if-none-match"] === `"${etag}"`)
    return void reply.status(304).send();
  if (part !== undefined) reply.header("accept-ranges", "bytes");
  const range = rangeOf(reply, stream);
  if (range === "beyond") {
    reply.header("content-range", `bytes */${size}`);
    const refused: GatewayRefusal = { code: "GATEWAY_BAD_RANGE", size };
    return void sendRefusal(reply, refused);
  }
  const bytes = headOf(reply, stream, range);
  const isHead = reply.request.method === "HEAD";
  await sendHeld(door, reply, { source: isHead ? nothing() : await begun(bytes), signal });
}

/** A range is for the payload that the caller knows, where it names one. */
function rangeOf({ request: { headers } }: FastifyReply, { etag, part, size }: ByteStream): AskedRange {
  const knows = headers["if-range"];
  const isOther = knows !== undefined && knows !== `"${etag}"`;
  return part === undefined || size === undefined || isOther ? "whole" : askedRange(headers.range, size);
}

/** Says how many bytes come, and which. */
function headOf(
  reply: FastifyReply,
  { bytes, part, size }: ByteStream,
  range: Exclude<AskedRange, "beyond">,
): AsyncIterable<Uint8Array> {
  if (range === "whole" || part === undefined) {
    if (size !== undefined) reply.header("content-length", size);
    return bytes;
  }
  const { offset, length } = range;
  reply.status(206).header("content-length", length);
  reply.header("content-range", `bytes ${offset}-${offset + length - 1}/${size}`);
  return part(range);
}

/** The same bytes, of which the first piece is there. */
async function begun(bytes: AsyncIterable<Uint8Array>): Promise<AsyncGenerator<Uint8Array>> {
  const iterator = bytes[Symbol.asyncIterator]();
  return restOf(await iterator.next(), iterator);
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

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {}

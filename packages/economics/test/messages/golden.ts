import { guardReplyCodec, guardRequestCodec } from "@icn-mesh/economics";
import { sampleReplies, sampleRequests } from "./samples.ts";

/** Requests and replies of this version in hexadecimal, as every other implementation must write them. */
export function makeGolden(): { readonly requests: readonly string[]; readonly replies: readonly string[] } {
  return {
    requests: sampleRequests.map((request) => hex(guardRequestCodec.encode(request))),
    replies: sampleReplies.map((reply) => hex(guardReplyCodec.encode(reply))),
  };
}

/** Lower-case hex of bytes. */
function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The bytes again. */
export function unhex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

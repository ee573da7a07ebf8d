import { NetworkError } from "./errors.ts";
import { MAX_MESSAGE_BYTES, MAX_PROTOCOL_BYTES } from "./network-limits.ts";

/** What two peers agreed to talk about: its name on the wire, and how large one message of it may be. */
export interface Protocol {
  /** E.g. `/icn-mesh/bid/1`. */
  readonly name: string;
  /** The longest message either way; 64 KiB when not given, at most 4 MiB. */
  readonly maxBytes?: number;
}

/** How large a message of the protocol may be. */
export function maxBytesOf({ maxBytes = MAX_MESSAGE_BYTES }: Protocol): number {
  return maxBytes;
}

/** Throws `NETWORK_BAD_PROTOCOL` unless the name is one that peers can agree on and the size one that they can take. */
export function assertProtocol({ name, maxBytes = MAX_MESSAGE_BYTES }: Protocol): void {
  const isNamed = /^\/[\x21-\x7e]{1,127}$/.test(name);
  if (isNamed && Number.isSafeInteger(maxBytes) && maxBytes > 0 && maxBytes <= MAX_PROTOCOL_BYTES) return;
  throw new NetworkError(`not a protocol: ${name.slice(0, 128)}, ${maxBytes} bytes`, {
    code: "NETWORK_BAD_PROTOCOL",
    protocol: name.slice(0, 128),
  });
}

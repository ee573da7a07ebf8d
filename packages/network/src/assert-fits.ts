import { NetworkError } from "./errors.ts";

/** Throws `NETWORK_TOO_LARGE` for a message of more bytes than its topic or protocol allows. */
export function assertFits(bytes: number, max: number): void {
  if (bytes <= max) return;
  throw new NetworkError(`a message has at most ${max} bytes here`, {
    code: "NETWORK_TOO_LARGE",
    bytes,
    max,
  });
}

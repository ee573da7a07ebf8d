import { sha256Into } from "#native";

/** The SHA-256 of the bytes, 32 bytes: by the platform where it has one that answers at once. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const digest = new Uint8Array(32);
  sha256Into(bytes, digest, 0);
  return digest;
}

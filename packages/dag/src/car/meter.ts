import { MAX_BLOCK_BYTES } from "@icn-mesh/core";
import { carRefused, carTooLarge } from "./car-errors.ts";

/** More than the longest head of a section: the largest block, its CID, and the lengths before them. */
const MAX_SECTION_BYTES = MAX_BLOCK_BYTES + 64;
const MAX_HEADER_BYTES = 64 * 1024;
const PIECE_BYTES = 64 * 1024;

/** The source of a CAR, read through a bound. */
export interface Meter {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** What is read from here on belongs to the next block. */
  startBlock(): void;
  /** Runs the library, whose errors mean a malformed CAR unless the source or a bound made them. */
  guard<T>(read: () => Promise<T>): Promise<T>;
  /** True if the source has come to its end, after this many bytes. */
  endedAt(bytes: number): boolean;
  close(): Promise<void>;
}

/**
 * The library reads until it has as many bytes as a section claims to have. It reads them through this, which stops it
 * when that is more than a section may have.
 */
export function createMeter(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maxBytes: number,
): Meter {
  let section: "block" | "header" = "header";
  let inSection = 0;
  let total = 0;
  let ended = false;
  let failure: { readonly error: unknown } | undefined;

  function count(bytes: number): void {
    const most = section === "block" ? MAX_SECTION_BYTES : MAX_HEADER_BYTES;
    if (inSection > most) throw carTooLarge(section);
    inSection += bytes;
    total += bytes;
    if (total > maxBytes) throw carTooLarge("bytes");
  }

  async function* metered(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of source) {
        for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
          const piece = chunk.subarray(at, at + PIECE_BYTES);
          count(piece.length);
          yield piece;
        }
      }
      ended = true;
    } catch (error) {
      failure = { error };
      throw error;
    }
  }

  const bytes = metered();
  return {
    bytes,
    startBlock() {
      section = "block";
      inSection = 0;
    },
    async guard(read) {
      try {
        return await read();
      } catch (cause) {
        throw failure === undefined ? carRefused("malformed-car", {}, cause) : failure.error;
      }
    },
    endedAt: (expected) => ended && total === expected,
    async close() {
      await bytes.return(undefined);
    },
  };
}

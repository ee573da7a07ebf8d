import { GatewayError } from "../errors.ts";

/** Bytes that are counted as they go by. */
export interface CountedBytes {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly count: number;
}

/** The same bytes; to read more than so many fails with `GATEWAY_BODY_TOO_LARGE`. */
export function countBytes(source: AsyncIterable<Uint8Array>, maxBytes: number): CountedBytes {
  let count = 0;

  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of source) {
      count += piece.length;
      if (count > maxBytes)
        throw new GatewayError("the body is too large", { code: "GATEWAY_BODY_TOO_LARGE", maxBytes });
      yield piece;
    }
  }

  return {
    bytes: counted(),
    get count() {
      return count;
    },
  };
}

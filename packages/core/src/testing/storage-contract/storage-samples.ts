import { CID_BYTES, type Cid, cidFromBytes, cidOf, cidToBytes, parseCid } from "../../ids/cid.ts";
import type { Block, BlockInput, KeptLinks, Projection } from "../../ports/storage.ts";

/** A small dag-cbor block, another one for every number below 2³². */
export function sample(number: number): Block {
  const bytes = Uint8Array.of(0x1b, 0, 0, 0, 1, 0, 0, 0, 0); // the integer 2³² + number
  new DataView(bytes.buffer).setUint32(5, number);
  return { cid: cidOf(bytes), bytes };
}

/** `count` samples, from the number on. */
export function samples(count: number, from = 0): readonly Block[] {
  return Array.from({ length: count }, (_, index) => sample(from + index));
}

/** A raw block that keeps the blocks it is given: its bytes are their CIDs. `keptLinksOfSamples` reads it. */
export function keeper(...kept: readonly Cid[]): Block & BlockInput {
  const bytes = new Uint8Array(kept.length * CID_BYTES);
  kept.forEach((cid, index) => {
    bytes.set(cidToBytes(cid), index * CID_BYTES);
  });
  return { codec: "raw", cid: cidOf(bytes, "raw"), bytes };
}

/** The blocks that a `keeper` keeps; none for any other sample. */
export const keptLinksOfSamples: KeptLinks = ({ bytes }) => {
  if (bytes.length % CID_BYTES !== 0) return [];
  return Array.from({ length: bytes.length / CID_BYTES }, (_, index) =>
    cidFromBytes(bytes.slice(index * CID_BYTES, (index + 1) * CID_BYTES)),
  );
};

/** A read model with a row for every ref under the prefix: the bytes of the block that it points at. */
export function mirror(
  prefix: string,
  options: { readonly model?: string; readonly version?: number } = {},
): Projection {
  return {
    model: options.model ?? "mirror",
    version: options.version ?? 1,
    prefix,
    project: ({ name, to }, view) => [{ key: name, value: to === null ? null : (view.block(to) ?? null) }],
  };
}

/** A read model of one row, `total`, which says how many refs there are under the prefix. */
export function counter(prefix: string): Projection {
  return {
    model: "counter",
    version: 1,
    prefix,
    project({ expect, to }, view) {
      const before = view.row("total")?.[0] ?? 0;
      return [{ key: "total", value: Uint8Array.of(before + (to ? 1 : 0) - (expect ? 1 : 0)) }];
    },
  };
}

/** A read model that throws when a ref of this name changes, because the name is no CID. */
export function choking(name: string): Projection {
  return {
    model: "choking",
    version: 1,
    prefix: name,
    project: (change) => [{ key: parseCid(change.name), value: null }],
  };
}

import { type BlockCodec, codecOf, type Storage } from "@icn-mesh/core";

/** How many blocks, and of how many bytes. */
export interface BlockTally {
  readonly blocks: number;
  readonly bytes: number;
}

/** What is in a store. */
export interface StoreMeasure {
  readonly blocks: Readonly<Record<BlockCodec, BlockTally>>;
  /** How many refs begin with each first part of a name, up to and with the first `/`. */
  readonly refs: ReadonlyMap<string, number>;
}

/** Counts everything, in one pass that reads every block; commits may go on meanwhile and are counted or not. */
export async function measureStore(
  storage: Pick<Storage, "cids" | "get" | "refs">,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<StoreMeasure> {
  const blocks = { "dag-cbor": none(), "dag-pb": none(), raw: none() };
  for await (const cid of storage.cids()) {
    signal?.throwIfAborted();
    const bytes = await storage.get(cid);
    if (bytes === undefined) continue;
    const tally = blocks[codecOf(cid)];
    tally.blocks++;
    tally.bytes += bytes.length;
  }
  const refs = new Map<string, number>();
  for await (const { name } of storage.refs("")) {
    const first = firstPart(name);
    refs.set(first, (refs.get(first) ?? 0) + 1);
  }
  return { blocks, refs };
}

/** The first part of a ref's name, up to and with the first `/`; the whole name where there is none. */
export function firstPart(name: string): string {
  return name.slice(0, name.indexOf("/") + 1) || name;
}

function none(): { blocks: number; bytes: number } {
  return { blocks: 0, bytes: 0 };
}

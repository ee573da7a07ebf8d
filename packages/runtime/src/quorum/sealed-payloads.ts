import {
  type BlockInput,
  type Cid,
  cidOf,
  cidSchema,
  codecOf,
  defineCodec,
  list,
  type Rng,
  type Storage,
} from "@icn-mesh/core";
import * as z from "zod";
import { ownBlock } from "../job/own-records.ts";

const schema = z.strictObject({
  t: z.literal("icn-mesh/sealed/1"),
  blocks: list(z.strictObject({ cid: cidSchema, sealed: cidSchema }), 4096),
});
const limits = { maxBytes: 1024 * 1024, maxDepth: 4, maxItems: 16_384 };
const codec = defineCodec("icn-mesh/sealed/1", schema, { limits });

/** Which blocks are under seal, as an executor keeps it. */
export const sealedRecord = {
  type: "icn-mesh/sealed/1",
  codec,
  keptLinks: ({ blocks }: z.infer<typeof schema>) => blocks.map(({ sealed }) => sealed),
} as const;

const SALT_BYTES = 16;

/** Blocks to write so that their content is durable and nobody can ask for it. */
export interface Sealed {
  /** The root of what is written. */
  readonly root: Cid;
  readonly blocks: readonly BlockInput[];
}

/**
 * Puts blocks under seal. A small result can be guessed, and whoever then asks for the block by its CID would learn that
 * the guess was right: under seal every block stands behind some random bytes, and has a CID that nobody can guess.
 */
export function sealBlocks(blocks: readonly BlockInput[], rng: Rng): Sealed {
  const all = blocks.map(({ bytes, codec: kind = "dag-cbor" }) => {
    const sealed = new Uint8Array(SALT_BYTES + bytes.length);
    sealed.set(rng.bytes(SALT_BYTES));
    sealed.set(bytes, SALT_BYTES);
    return { cid: cidOf(bytes, kind), sealed: cidOf(sealed, "raw"), bytes: sealed };
  });
  const index = codec.encode({
    t: "icn-mesh/sealed/1",
    blocks: all.map(({ cid, sealed }) => ({ cid, sealed })),
  });
  return {
    root: cidOf(index),
    blocks: [{ bytes: index }, ...all.map(({ bytes }) => ({ codec: "raw", bytes }) as const)],
  };
}

/** The blocks as they were, to be written where everybody may ask for them. */
export async function openSealed(storage: Storage, root: Cid): Promise<readonly BlockInput[]> {
  const { blocks } = codec.parse(await ownBlock(storage, root));
  const opened = blocks.map(async ({ cid, sealed }): Promise<BlockInput> => {
    const bytes = await ownBlock(storage, sealed);
    return { codec: codecOf(cid), bytes: bytes.subarray(SALT_BYTES) };
  });
  return Promise.all(opened);
}

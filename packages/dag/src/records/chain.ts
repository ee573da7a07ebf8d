import { type BlockInput, type Cid, type Codec, cidOf, type RefChange, type Storage } from "@icn-mesh/core";
import type { LostRace } from "./found.ts";

/** A kind of history: every link names the one before it, and a ref points at the newest. */
export interface Chain<Body> {
  readonly codec: Codec<Body>;
  prevOf(body: Body): Cid | null;
}

/** One link as it is stored. */
export interface ChainLink<Body> {
  readonly cid: Cid;
  readonly body: Body;
}

/** The next link of the history at `ref`, and what is to be written together with it. */
export interface NextLink<Body> {
  readonly ref: string;
  readonly body: Body;
  readonly blocks?: readonly BlockInput[];
  readonly refs?: readonly RefChange[];
}

/**
 * Appends a link if the ref still points at the link before it. Where it does not, nothing is written: the caller
 * makes the link anew over `actual`, for what names its predecessor has to be signed again.
 */
export async function appendLink<Body>(
  storage: Pick<Storage, "commit">,
  chain: Chain<Body>,
  { ref, body, blocks = [], refs = [] }: NextLink<Body>,
): Promise<{ readonly ok: true; readonly cid: Cid } | LostRace> {
  const bytes = chain.codec.encode(body);
  const cid = cidOf(bytes);
  const result = await storage.commit({
    blocks: [{ bytes }, ...blocks],
    refs: [{ name: ref, expect: chain.prevOf(body), to: cid }, ...refs],
  });
  return result.ok ? { ok: true, cid } : result;
}

import {
  type Cid,
  type Codec,
  cidOf,
  type RefChange,
  type Signed,
  type SignedLink,
  type Storage,
} from "@icn-mesh/core";
import type { LostRace } from "./found.ts";

/** Stores a value as a block, together with the refs that are to keep it, or nothing if one of them has moved. */
export async function putValue<T>(
  storage: Pick<Storage, "commit">,
  { codec, value }: { readonly codec: Codec<T>; readonly value: T },
  refsTo: (cid: Cid) => readonly RefChange[] = () => [],
): Promise<{ readonly ok: true; readonly cid: Cid } | LostRace> {
  const bytes = codec.encode(value);
  const cid = cidOf(bytes);
  const result = await storage.commit({ blocks: [{ bytes }], refs: refsTo(cid) });
  return result.ok ? { ok: true, cid } : result;
}

/** Stores the body of a signed record; the link that it resolves to is what a record that admits it has to hold. */
export async function putRecord(
  storage: Pick<Storage, "commit">,
  { cid, bytes, sig }: Signed<unknown>,
  refs: readonly RefChange[] = [],
): Promise<{ readonly ok: true; readonly link: SignedLink } | LostRace> {
  const result = await storage.commit({ blocks: [{ bytes }], refs });
  return result.ok ? { ok: true, link: { cid, sig } } : result;
}

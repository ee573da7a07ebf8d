import { type Cid, type CommitResult, certificateCodec, cidOf, type Storage } from "@icn-mesh/core";
import { type Proof, proofOf } from "../certificate/proof.ts";
import { linkOf } from "../money-slot.ts";
import { type KnownEntry, knownEntry } from "./guard-records.ts";
import { termsIn } from "./slot-bodies.ts";
import { blockAt } from "./vote-log.ts";

/**
 * Keeps a proof, with the bodies in it as blocks of their own. What was kept before gains the terms that it lacked. True
 * where nothing was kept before.
 */
export async function saveProof(
  storage: Storage,
  name: string,
  { proof, at }: { readonly proof: Proof; readonly at: number },
): Promise<boolean> {
  const { body, terms } = proof;
  const bodies = [body, terms?.job, terms?.bid].filter((bytes) => bytes !== null && bytes !== undefined);
  const keeps = bodies.map((bytes) => cidOf(bytes));
  const blocks = bodies.map((bytes) => ({ bytes }));

  function keep(entry: KnownEntry, expect: Cid | null): Promise<CommitResult> {
    const bytes = knownEntry.codec.encode(entry);
    return storage.commit({ blocks: [{ bytes }, ...blocks], refs: [{ name, expect, to: cidOf(bytes) }] });
  }

  const { certificate } = proof;
  const result = await keep({ t: "icn-mesh/known/1", at, certificate, keeps }, null);
  if (result.ok || result.actual === null) return result.ok;
  const before = knownEntry.codec.parse(await blockAt(storage, result.actual));
  if (before.keeps.length < keeps.length) await keep({ ...before, keeps }, result.actual);
  return false;
}

/** A proof as it was kept. */
export async function loadProof(storage: Storage, cid: Cid): Promise<Proof> {
  const { certificate, keeps } = knownEntry.codec.parse(await blockAt(storage, cid));
  const [body, job, bid] = await Promise.all(keeps.map((kept) => blockAt(storage, kept)));
  const read = certificateCodec.parse(certificate);
  if (body === undefined) return proofOf(read, null);
  if (job !== undefined && bid !== undefined) return proofOf(read, body, { job, bid });
  const terms = linkOf(read.slot) === undefined ? null : await termsIn(storage, body);
  return proofOf(read, body, terms);
}

import { type Cid, certificateCodec, cidOf, type Storage } from "@icn-mesh/core";
import { type Proof, proofOf } from "../certificate/proof.ts";
import { knownEntry } from "./guard-records.ts";
import { blockAt } from "./vote-log.ts";

/** Keeps a proof, with the bodies in it as blocks of their own. It may have been kept before. */
export async function saveProof(
  storage: Storage,
  name: string,
  { proof, at }: { readonly proof: Proof; readonly at: number },
): Promise<void> {
  const { body, terms } = proof;
  const bodies = [body, terms?.job, terms?.bid].filter((bytes) => bytes !== null && bytes !== undefined);
  const keeps = bodies.map((bytes) => cidOf(bytes));
  const entry = knownEntry.codec.encode({ t: "icn-mesh/known/1", at, certificate: proof.certificate, keeps });
  await storage.commit({
    blocks: [{ bytes: entry }, ...bodies.map((bytes) => ({ bytes }))],
    refs: [{ name, expect: null, to: cidOf(entry) }],
  });
}

/** A proof as it was kept. */
export async function loadProof(storage: Storage, cid: Cid): Promise<Proof> {
  const { certificate, keeps } = knownEntry.codec.parse(await blockAt(storage, cid));
  const [body, job, bid] = await Promise.all(keeps.map((kept) => blockAt(storage, kept)));
  const terms = job === undefined || bid === undefined ? null : { job, bid };
  return proofOf(certificateCodec.parse(certificate), body ?? null, terms);
}

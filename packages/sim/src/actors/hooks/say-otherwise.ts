import { openEnvelope, type Signer, sealEnvelope } from "@icn-mesh/core";

/** A signed record with another body and a signature that is right for it; what is no record stays as it is. */
export async function sayOtherwise(
  signer: Signer,
  envelope: Uint8Array,
  change: (body: Uint8Array) => Uint8Array,
): Promise<Uint8Array> {
  const opened = openEnvelope(envelope);
  if (!opened.ok) return envelope;
  const body = change(opened.body);
  return sealEnvelope(await signer.sign(body), body);
}

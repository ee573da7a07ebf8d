import { createKeySigner, createVerifier, openEnvelope, publicKeyOf, sealEnvelope } from "@icn-mesh/core";
import { bestEngine } from "@icn-mesh/core/node";

const BODY_BYTES = 200;
const engine = bestEngine();
const signer = createKeySigner({ engine, secretKey: new Uint8Array(32).fill(9) });
const verifier = createVerifier({ engine });
const bare = engine.importPublicKey(publicKeyOf(signer.did));

let made = 0;

/** So many messages, no two of them alike, as they are published: about 300 bytes with their signature. */
export async function signedMessages(count: number): Promise<readonly Uint8Array[]> {
  const messages: Uint8Array[] = [];
  for (let index = 0; index < count; index++) {
    const body = new Uint8Array(BODY_BYTES);
    new DataView(body.buffer).setUint32(0, made++);
    messages.push(sealEnvelope(await signer.sign(body), body));
  }
  return messages;
}

/** What a topic does with a message before it passes it on. */
export function verifyMessage(bytes: Uint8Array): boolean {
  const opened = openEnvelope(bytes);
  if (!opened.ok) return false;
  return verifier.verify({ by: signer.did, message: opened.body, signature: opened.signature });
}

/** The primitive alone. */
export function verifyBare(bytes: Uint8Array): boolean {
  const opened = openEnvelope(bytes);
  return opened.ok && bare(opened.signature, opened.body);
}

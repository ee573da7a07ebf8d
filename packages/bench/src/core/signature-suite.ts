import {
  bidRecord,
  createKeySigner,
  createVerifier,
  nobleEngine,
  openEnvelope,
  publicKeyOf,
  type SignatureEngine,
  sealEnvelope,
  sealRecord,
  signRecord,
} from "@icn-mesh/core";
import { nodeCryptoEngine, sodiumEngine } from "@icn-mesh/core/node";
import { generateKeyPairFromSeed, publicKeyFromRaw } from "@libp2p/crypto/keys";
import { type BenchRow, type Contender, sideBySide } from "../side-by-side.ts";
import { offLoopRows } from "./off-loop-rows.ts";
import { sampleBid } from "./sample-bid.ts";

const secretKey = new Uint8Array(32).fill(5);

/** Verifying and signing an envelope, against the bare primitive of each engine; and verifying on other threads. */
export async function signatureSuite(): Promise<readonly BenchRow[]> {
  const native = [sodiumEngine(), nodeCryptoEngine()].filter((engine) => engine !== undefined);
  const rows: BenchRow[] = [];
  for (const engine of native) {
    rows.push(...(await verifying(engine)), ...(await signing(engine)));
  }
  rows.push(
    ...(await peers(native[0] ?? nodeCryptoEngine())),
    ...(await offLoopRows(native[0] ?? nodeCryptoEngine())),
  );
  return rows;
}

async function verifying(engine: SignatureEngine): Promise<readonly BenchRow[]> {
  const { envelope, body, signature, by } = await sample(engine);
  const bare = engine.importPublicKey(publicKeyOf(by));
  const verifier = createVerifier({ engine });
  const open = (): boolean => {
    const opened = openEnvelope(envelope);
    return opened.ok && verifier.verify({ by, message: opened.body, signature: opened.signature });
  };
  return sideBySide({
    operation: `verify an envelope, ${engine.name}`,
    contenders: [
      { name: "bare verify", run: () => bare(signature, body) },
      { name: "ours: open and verify by the rule", run: open, wanted: 1.15 },
    ],
  });
}

async function signing(engine: SignatureEngine): Promise<readonly BenchRow[]> {
  const { body } = await sample(engine);
  const bare = engine.importSecretKey(secretKey);
  const signer = createKeySigner({ engine, secretKey });
  return sideBySide({
    operation: `sign an envelope, ${engine.name}`,
    contenders: [
      { name: "bare sign", run: () => bare.sign(body) },
      {
        name: "ours: sign and seal",
        run: async () => sealEnvelope(await signer.sign(body), body),
        wanted: 1.15,
      },
    ],
  });
}

/** What else there is, for the table: nothing here is wanted to be fast. */
async function peers(engine: SignatureEngine): Promise<readonly BenchRow[]> {
  const { body, signature, by } = await sample(engine);
  const key = publicKeyOf(by);
  const libp2pKey = publicKeyFromRaw(key);
  const libp2pSecret = await generateKeyPairFromSeed("Ed25519", secretKey);
  const noble = nobleEngine();
  const nobleVerify = noble.importPublicKey(key);
  const nobleSign = noble.importSecretKey(secretKey);
  const verify: [Contender, ...Contender[]] = [
    { name: engine.name, run: verifyWith(engine, { key, body, signature }) },
    { name: "noble, by the rule's equation", run: () => nobleVerify(signature, body) },
    { name: "@libp2p/crypto", run: () => libp2pKey.verify(body, signature) },
  ];
  const sign: [Contender, ...Contender[]] = [
    { name: engine.name, run: () => engine.importSecretKey(secretKey).sign(body) },
    { name: "noble", run: () => nobleSign.sign(body) },
    { name: "@libp2p/crypto", run: () => libp2pSecret.sign(body) },
  ];
  const verified = await sideBySide({ operation: "verify, by library", contenders: verify });
  return [...verified, ...(await sideBySide({ operation: "sign, by library", contenders: sign }))];
}

function verifyWith(
  engine: SignatureEngine,
  { key, body, signature }: Readonly<Record<"key" | "body" | "signature", Uint8Array>>,
): () => boolean {
  const verify = engine.importPublicKey(key);
  return () => verify(signature, body);
}

async function sample(engine: SignatureEngine) {
  const signer = createKeySigner({ engine, secretKey });
  const signed = await signRecord(bidRecord, sampleBid(signer.did), signer);
  return { envelope: sealRecord(signed), body: signed.bytes, signature: signed.sig, by: signer.did };
}

import {
  certificateCodec,
  cidOf,
  createKeySigner,
  nobleEngine,
  recordOfType,
  sealRecord,
  signRecord,
} from "@icn-mesh/core";
import { vectorKey } from "./samples/parts.ts";
import { sampleBodies, sampleCertificate } from "./samples.ts";

/** One line of the golden file: a record of this version, as every other implementation must write it. */
export interface Vector {
  readonly type: string;
  readonly cid: string;
  readonly slot: string;
  /** Hex of the whole envelope, signed with the key of 32 times the byte 7; of the bare block where there is none. */
  readonly bytes: string;
}

/** The vectors of every sample, made anew. */
export async function makeVectors(): Promise<readonly Vector[]> {
  const signer = createKeySigner({ engine: nobleEngine(), secretKey: vectorKey });
  const signed = sampleBodies.map(async (body) => {
    const definition = recordOfType(body.t);
    if (definition === undefined) throw new Error(`no record ${body.t}`);
    const record = await signRecord(definition, body, signer);
    return { type: body.t, cid: record.cid, slot: record.slot, bytes: hex(sealRecord(record)) };
  });
  const certificate = certificateCodec.encode(sampleCertificate);
  return [
    ...(await Promise.all(signed)),
    { type: sampleCertificate.t, cid: cidOf(certificate), slot: "", bytes: hex(certificate) },
  ];
}

/** Lower-case hex of bytes. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The bytes that lower-case hex stands for. */
export function unhex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

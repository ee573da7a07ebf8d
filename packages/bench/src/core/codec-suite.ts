import { hash } from "node:crypto";
import { bidRecord, bidSchema, cidOf, didFromPublicKey } from "@icn-mesh/core";
import * as dagCbor from "@ipld/dag-cbor";
import { CID } from "multiformats/cid";
import { sha256 } from "multiformats/hashes/sha2";
import { type BenchRow, sideBySide } from "../side-by-side.ts";
import { sampleBid } from "./sample-bid.ts";

/** Encoding, naming, decoding and refusing a bid. */
export async function codecSuite(): Promise<readonly BenchRow[]> {
  const bid = sampleBid(didFromPublicKey(new Uint8Array(32).fill(9)));
  const { codec } = bidRecord;
  const bytes = codec.encode(bid).slice();
  const loose = dagCbor.decode(bytes);
  const encoding = await sideBySide({
    operation: "encode and name a bid",
    contenders: [
      { name: "crypto.hash of the same bytes, to a Buffer", run: () => hash("sha256", bytes, "buffer") },
      { name: "crypto.hash of the same bytes, to a string", run: () => hash("sha256", bytes, "latin1") },
      { name: "ours: encode", run: () => codec.encode(bid) },
      { name: "ours: encode + CID", run: () => cidOf(codec.encode(bid)), wanted: 2 },
      { name: "dag-cbor + multiformats CID", run: () => nameByLibrary(loose) },
    ],
  });
  const decoding = await sideBySide({
    operation: "read a bid through the gate",
    contenders: [
      { name: "dag-cbor decode alone", run: () => dagCbor.decode(bytes) },
      { name: "ours: full gate", run: () => codec.decode(bytes), wanted: 0.4 },
      { name: "dag-cbor + re-encode + zod", run: () => gateByLibraries(bytes) },
    ],
  });
  return [...encoding, ...decoding, ...(await refusals(bytes))];
}

async function refusals(bytes: Uint8Array): Promise<readonly BenchRow[]> {
  const { codec } = bidRecord;
  const bad = badForms(bytes);
  return sideBySide({
    operation: "refuse a bid",
    contenders: [
      { name: "ours: accept", run: () => codec.decode(bytes) },
      ...Object.entries(bad).map(([name, input]) => ({
        name: `ours: ${name}`,
        run: () => codec.decode(input),
        wanted: 2,
      })),
    ],
  });
}

function badForms(bytes: Uint8Array): Readonly<Record<string, Uint8Array>> {
  const wire = dagCbor.decode<Record<string, unknown>>(bytes);
  return {
    "cut off in the middle": bytes.slice(0, bytes.length / 2),
    "last byte damaged": bytes.with(bytes.length - 1, 0xff),
    "one byte too many": Uint8Array.of(...bytes, 0),
    "integer spelt too long": withLongInteger(bytes),
    "wrong kind of value": dagCbor.encode({ ...wire, validForMs: "soon" }),
    "unknown field": dagCbor.encode({ ...wire, surprise: 1 }),
    "unknown version": dagCbor.encode({ ...wire, t: "icn/bid/2" }),
    "64 KiB of zeros": new Uint8Array(65_536),
  };
}

/** The same bid with its round, 1, in two bytes. */
function withLongInteger(bytes: Uint8Array): Uint8Array {
  const key = [0x65, ...new TextEncoder().encode("round")];
  const at =
    bytes.findIndex((_, start) => key.every((byte, offset) => bytes[start + offset] === byte)) + key.length;
  return Uint8Array.of(...bytes.subarray(0, at), 0x18, ...bytes.subarray(at));
}

async function nameByLibrary(value: unknown): Promise<string> {
  return CID.createV1(dagCbor.code, await sha256.digest(dagCbor.encode(value))).toString();
}

function gateByLibraries(bytes: Uint8Array): unknown {
  const value = dagCbor.decode<Record<string, unknown>>(bytes);
  const again = dagCbor.encode(value);
  if (again.length !== bytes.length || again.some((byte, at) => byte !== bytes[at])) return undefined;
  const { net, job, membership, price, failPrice, ...rest } = value;
  return bidSchema.safeParse({
    ...rest,
    net: String(net),
    job: String(job),
    membership: (membership as readonly CID[]).map(String),
    price: BigInt(price as number),
    failPrice: BigInt(failPrice as number),
  }).success;
}

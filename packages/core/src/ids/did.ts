import { base58btc } from "multiformats/bases/base58";
import * as z from "zod";
import { CoreError } from "../errors.ts";

/** Who: the `did:key` of an Ed25519 key, against which its signatures are checked. */
export const didSchema = z.custom<string>(isDid, "not a did:key of an Ed25519 key").brand<"Did">();
export type Did = z.infer<typeof didSchema>;

/** How libp2p writes the same key. */
export type PeerIdText = string;

const DID_PREFIX = "did:key:";
/** Every `did:key` of an Ed25519 key has this length and starts with these letters. */
export const DID_LETTERS = 56;
const DID_START = "did:key:z6Mk";
const KEY_BYTES = 32;
const MULTICODEC = [0xed, 0x01] as const;
/** Identity multihash of the protobuf { type: Ed25519, data: 32 bytes }. */
const PEER_ID_HEADER = [0x00, 0x24, 0x08, 0x01, 0x12, 0x20] as const;

/** Keys of the DIDs met lately: parsing base58 takes 3 µs, and a mesh meets the same accounts again and again. */
const keys = new Map<string, Uint8Array>();
const MAX_KEYS = 4096;

/** True for the one spelling of an Ed25519 `did:key`. Whether the key is a usable point is asked when verifying. */
export function isDid(value: unknown): value is Did {
  return typeof value === "string" && keyOf(value) !== undefined;
}

/** Reads a DID from text; throws `CORE_NOT_A_DID` for anything `isDid` refuses. */
export function parseDid(text: string): Did {
  if (isDid(text)) return text;
  throw new CoreError(`not a did:key of an Ed25519 key: ${text.slice(0, 80)}`, { code: "CORE_NOT_A_DID" });
}

/** The DID of a 32-byte Ed25519 public key. */
export function didFromPublicKey(key: Uint8Array): Did {
  if (key.length !== KEY_BYTES) throw new CoreError("a public key has 32 bytes", { code: "CORE_NOT_A_DID" });
  return `${DID_PREFIX}${base58btc.encode(Uint8Array.of(...MULTICODEC, ...key))}` as Did;
}

/** The public key that a DID stands for; the caller does not write to it. */
export function publicKeyOf(did: Did): Uint8Array {
  const key = keyOf(did);
  if (key === undefined) throw new CoreError("not a did:key of an Ed25519 key", { code: "CORE_NOT_A_DID" });
  return key;
}

/** The PeerId text (`12D3KooW…`) of the same key. */
export function peerIdFromDid(did: Did): PeerIdText {
  return base58btc.encode(Uint8Array.of(...PEER_ID_HEADER, ...publicKeyOf(did))).slice(1);
}

/** The DID of the key inside an Ed25519 PeerId; throws `CORE_NOT_A_PEER_ID` for any other. */
export function didFromPeerId(peerId: PeerIdText): Did {
  const bytes = peerId.length === 52 ? decodeBase58(`z${peerId}`) : undefined;
  if (bytes?.length !== 38 || PEER_ID_HEADER.some((byte, at) => bytes[at] !== byte)) {
    throw new CoreError("not the PeerId of an Ed25519 key", { code: "CORE_NOT_A_PEER_ID" });
  }
  return didFromPublicKey(bytes.subarray(PEER_ID_HEADER.length));
}

function keyOf(did: string): Uint8Array | undefined {
  const known = keys.get(did);
  if (known !== undefined) return known;
  if (did.length !== DID_LETTERS || !did.startsWith(DID_START)) return undefined;
  const bytes = decodeBase58(did.slice(DID_PREFIX.length));
  if (bytes?.length !== 34 || bytes[0] !== MULTICODEC[0] || bytes[1] !== MULTICODEC[1]) return undefined;
  if (keys.size >= MAX_KEYS) keys.delete(keys.keys().next().value as string);
  const key = bytes.slice(2);
  keys.set(did, key);
  return key;
}

function decodeBase58(text: string): Uint8Array | undefined {
  try {
    return base58btc.decode(text as `z${string}`);
  } catch {
    return undefined; // a letter outside the alphabet; the caller says what was wrong
  }
}

import { base58btc } from "multiformats/bases/base58";
import * as z from "zod";
import { createBoundedMap } from "../bounded-map.ts";
import { CoreError } from "../errors.ts";

/** Who: the `did:key` of an Ed25519 key, against which its signatures are checked. */
export const didSchema = z.custom<string>(isDid, "not a did:key of an Ed25519 key").brand<"Did">();
export type Did = z.infer<typeof didSchema>;

/** How libp2p writes the same key. */
export type PeerIdText = string;

const DID_PREFIX = "did:key:";
/** Every `did:key` of an Ed25519 key has this length. */
export const DID_LETTERS = 56;
// The library takes letters that base58 does not have, from U+0100 on, for digits of value zero: an account would
// have many names. So the alphabet is checked here, with the beginnings that the multicodec and the protobuf give.
const DID_FORM = /^did:key:z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/;
const PEER_ID_FORM = /^12D3KooW[1-9A-HJ-NP-Za-km-z]{44}$/;
const KEY_BYTES = 32;
const MULTICODEC = [0xed, 0x01] as const;
/** Identity multihash of the protobuf { type: Ed25519, data: 32 bytes }. */
const PEER_ID_HEADER = [0x00, 0x24, 0x08, 0x01, 0x12, 0x20] as const;

/** Keys of the DIDs met lately: parsing base58 takes 3 µs, and a mesh meets the same accounts again and again. */
const keys = createBoundedMap<string, Uint8Array>({ max: 4096, whenFull: "evict-oldest" });

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
  const bytes = PEER_ID_FORM.test(peerId) ? base58btc.decode(`z${peerId}`) : undefined;
  if (bytes?.length !== 38 || PEER_ID_HEADER.some((byte, at) => bytes[at] !== byte)) {
    throw new CoreError("not the PeerId of an Ed25519 key", { code: "CORE_NOT_A_PEER_ID" });
  }
  return didFromPublicKey(bytes.subarray(PEER_ID_HEADER.length));
}

function keyOf(did: string): Uint8Array | undefined {
  const known = keys.get(did);
  if (known !== undefined) return known;
  if (!DID_FORM.test(did)) return undefined;
  const bytes = base58btc.decode(did.slice(DID_PREFIX.length));
  if (bytes.length !== 34 || bytes[0] !== MULTICODEC[0] || bytes[1] !== MULTICODEC[1]) return undefined;
  const key = bytes.slice(2);
  keys.set(did, key);
  return key;
}

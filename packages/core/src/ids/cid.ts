import * as z from "zod";
import { sha256Into } from "#native";
import { CoreError } from "../errors.ts";
import { parseBase32, printBase32 } from "./base32.ts";

/** What the bytes of a block are: a record, plain bytes, or a node of a unixfs file. */
export type BlockCodec = "dag-cbor" | "raw" | "dag-pb";

/** The name of a block: CIDv1, sha2-256, printed in lower-case base32. Equal blocks have equal strings. */
export const cidSchema = z.custom<string>(isCid, "not a CIDv1 of sha2-256 in base32").brand<"Cid">();
export type Cid = z.infer<typeof cidSchema>;

/** Length of a CID in bytes, the only one that exists here: version, codec, hash, length, digest. */
export const CID_BYTES = 36;

const CODEC_BYTES: Readonly<Record<BlockCodec, number>> = { "dag-cbor": 0x71, raw: 0x55, "dag-pb": 0x70 };
const scratch = new Uint8Array(CID_BYTES);

/** The CID of these bytes. */
export function cidOf(bytes: Uint8Array, codec: BlockCodec = "dag-cbor"): Cid {
  writePrefix(scratch, 0, codec);
  sha256Into(bytes, scratch, 4);
  return printBase32(scratch, 0) as Cid;
}

/** True for the text of a CID that this mesh admits; any other version, hash, length, codec or base is refused. */
export function isCid(value: unknown): value is Cid {
  return typeof value === "string" && parseBase32(value, scratch, 0) && isCidAt(scratch, 0);
}

/** Reads a CID from its text; throws `CORE_NOT_A_CID` for anything `isCid` refuses. */
export function parseCid(text: string): Cid {
  if (isCid(text)) return text;
  throw new CoreError(`not a CID of this mesh: ${text.slice(0, 80)}`, { code: "CORE_NOT_A_CID" });
}

/** The 36 bytes of a CID. */
export function cidToBytes(cid: Cid): Uint8Array {
  const bytes = new Uint8Array(CID_BYTES);
  writeCid(cid, bytes, 0);
  return bytes;
}

/** Reads a CID from its 36 bytes; throws `CORE_NOT_A_CID` for any other. */
export function cidFromBytes(bytes: Uint8Array): Cid {
  if (bytes.length === CID_BYTES && isCidAt(bytes, 0)) return printBase32(bytes, 0) as Cid;
  throw new CoreError("not the bytes of a CID of this mesh", { code: "CORE_NOT_A_CID" });
}

/** What the block behind the CID is. */
export function codecOf(cid: Cid): BlockCodec {
  // The second byte of the CID is in bits 8 to 15, which the third to fifth letter print.
  const letters = cid.slice(2, 5);
  if (letters === CODEC_LETTERS["dag-cbor"]) return "dag-cbor";
  return letters === CODEC_LETTERS.raw ? "raw" : "dag-pb";
}

/** Writes the bytes of a CID at `at`; false if the text is not one. */
export function writeCid(cid: string, into: Uint8Array, at: number): boolean {
  return parseBase32(cid, into, at) && isCidAt(into, at);
}

/** True if a CID of this mesh stands at `at`, within the array. */
export function isCidAt(bytes: Uint8Array, at: number): boolean {
  const codec = bytes[at + 1];
  return (
    bytes[at] === 1 &&
    (codec === 0x71 || codec === 0x55 || codec === 0x70) &&
    bytes[at + 2] === 0x12 &&
    bytes[at + 3] === 0x20 &&
    at + CID_BYTES <= bytes.length
  );
}

/** The text of the CID at `at`; the caller has checked it with `isCidAt`. */
export function readCid(bytes: Uint8Array, at: number): Cid {
  return printBase32(bytes, at) as Cid;
}

function writePrefix(into: Uint8Array, at: number, codec: BlockCodec): void {
  into[at] = 1;
  into[at + 1] = CODEC_BYTES[codec];
  into[at + 2] = 0x12;
  into[at + 3] = 0x20;
}

const CODEC_LETTERS = lettersOfCodecs();

function lettersOfCodecs(): Readonly<Record<BlockCodec, string>> {
  const letters = (codec: BlockCodec): string => {
    const bytes = new Uint8Array(CID_BYTES);
    writePrefix(bytes, 0, codec);
    return printBase32(bytes, 0).slice(2, 5);
  };
  return { "dag-cbor": letters("dag-cbor"), raw: letters("raw"), "dag-pb": letters("dag-pb") };
}

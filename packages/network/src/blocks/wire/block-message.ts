import { type BlockCodec, CID_BYTES, type Cid, cidToBytes, codecOf } from "@icn-mesh/core";
import { isCidAt, readCid } from "@icn-mesh/core/storage";
import { createProtoWriter, type ProtoValue, readFields } from "./proto-fields.ts";

// The messages of Bitswap 1.2, which the IPFS nodes speak: what a peer wants, blocks, and who has what.

/** A block that a peer asks for, or no longer asks for. */
export interface Want {
  /** The CID as it was sent; of some other kind than ours it is bytes and nothing else. */
  readonly name: Uint8Array;
  readonly cid: Cid | undefined;
  readonly type: "block" | "presence" | "cancel";
  /** True where the peer would like to be told that we do not have the block. */
  readonly answerNo: boolean;
}

/** A block on the wire: its name is for the receiver to compute. The codec is undefined if it is none of ours. */
export interface CarriedBlock {
  readonly codec: BlockCodec | undefined;
  readonly bytes: Uint8Array;
}

/** Whether a peer has a block. */
export interface Presence {
  readonly name: Uint8Array;
  readonly cid: Cid | undefined;
  readonly has: boolean;
}

/** What one peer tells the other. */
export interface BlockMessage {
  readonly wants: readonly Want[];
  readonly blocks: readonly CarriedBlock[];
  readonly presences: readonly Presence[];
}

/** Of each kind, as many are read; what comes behind them costs no more than skipping it. */
export const MAX_MESSAGE_ENTRIES = 1024;

const CODES: Readonly<Record<BlockCodec, number>> = { "dag-cbor": 0x71, raw: 0x55, "dag-pb": 0x70 };
const CODECS: ReadonlyMap<number, BlockCodec> = new Map(
  (Object.keys(CODES) as BlockCodec[]).map((codec) => [CODES[codec], codec]),
);
const WANT_PRESENCE = 1;
const DOES_NOT_HAVE = 1;

/** The want of a block, by its name. */
export function wantOf(cid: Cid, type: Want["type"]): Want {
  return { name: cidToBytes(cid), cid, type, answerNo: true };
}

/** The bytes of a message. */
export function encodeBlockMessage(message: BlockMessage): Uint8Array {
  const writer = createProtoWriter();
  if (message.wants.length > 0) {
    const list = createProtoWriter();
    for (const want of message.wants) list.bytes(1, encodeWant(want));
    writer.bytes(1, list.finish());
  }
  for (const { codec, bytes } of message.blocks) writer.bytes(3, encodeBlock(codec ?? "raw", bytes));
  for (const presence of message.presences) writer.bytes(4, encodePresence(presence));
  return writer.finish();
}

/** What the bytes say, as views into them; undefined if they are no message. Unknown fields are left alone. */
export function decodeBlockMessage(bytes: Uint8Array): BlockMessage | undefined {
  const message = { wants: [] as Want[], blocks: [] as CarriedBlock[], presences: [] as Presence[] };
  let isWhole = true;
  const readable = readFields(bytes, (field, value) => {
    if (field === 1) isWhole &&= addWants(message.wants, value);
    if (field === 3) isWhole &&= add(message.blocks, value, decodeBlock);
    if (field === 4) isWhole &&= add(message.presences, value, decodePresence);
    return isWhole ? undefined : "stop";
  });
  return readable && isWhole ? message : undefined;
}

function encodeWant({ name, type, answerNo }: Want): Uint8Array {
  const writer = createProtoWriter();
  writer.bytes(1, name);
  writer.number(2, 1);
  if (type === "cancel") writer.number(3, 1);
  if (type === "presence") writer.number(4, WANT_PRESENCE);
  if (answerNo && type !== "cancel") writer.number(5, 1);
  return writer.finish();
}

function encodeBlock(codec: BlockCodec, bytes: Uint8Array): Uint8Array {
  const writer = createProtoWriter();
  writer.bytes(1, Uint8Array.of(1, CODES[codec], 0x12, 0x20)); // a CID of ours, up to its digest
  writer.bytes(2, bytes);
  return writer.finish();
}

function encodePresence({ name, has }: Presence): Uint8Array {
  const writer = createProtoWriter();
  writer.bytes(1, name);
  if (!has) writer.number(2, DOES_NOT_HAVE);
  return writer.finish();
}

function addWants(wants: Want[], value: ProtoValue): boolean {
  if (typeof value === "number") return false;
  let isWhole = true;
  const readable = readFields(value, (field, entry) => {
    if (wants.length >= MAX_MESSAGE_ENTRIES) return "stop";
    if (field === 1) isWhole &&= add(wants, entry, decodeWant);
    return isWhole ? undefined : "stop";
  });
  return readable && isWhole;
}

function add<Entry>(
  entries: Entry[],
  value: ProtoValue,
  decode: (bytes: Uint8Array) => Entry | undefined,
): boolean {
  if (entries.length >= MAX_MESSAGE_ENTRIES) return true;
  const entry = typeof value === "number" ? undefined : decode(value);
  if (entry === undefined) return false;
  entries.push(entry);
  return true;
}

function decodeWant(bytes: Uint8Array): Want | undefined {
  const fields = fieldsOf(bytes);
  const name = fields?.get(1);
  if (!isName(name)) return undefined;
  const isCancel = isTrue(fields?.get(3));
  const type = fields?.get(4) === WANT_PRESENCE ? "presence" : "block";
  return { name, cid: cidIn(name), type: isCancel ? "cancel" : type, answerNo: isTrue(fields?.get(5)) };
}

function decodeBlock(bytes: Uint8Array): CarriedBlock | undefined {
  const fields = fieldsOf(bytes);
  if (fields === undefined) return undefined;
  const [prefix = NONE, data = NONE] = [fields.get(1), fields.get(2)];
  if (typeof prefix === "number" || typeof data === "number") return undefined;
  return { codec: codecIn(prefix), bytes: data };
}

function decodePresence(bytes: Uint8Array): Presence | undefined {
  const fields = fieldsOf(bytes);
  const name = fields?.get(1);
  if (!isName(name)) return undefined;
  return { name, cid: cidIn(name), has: fields?.get(2) !== DOES_NOT_HAVE };
}

const NONE = new Uint8Array(0);
const MOST_FIELDS = 16;
const LONGEST_NAME = 128;

/** The last value of each field, which is what protobuf says of repetitions; no entry has as many fields as that. */
function fieldsOf(bytes: Uint8Array): Map<number, ProtoValue> | undefined {
  const fields = new Map<number, ProtoValue>();
  const readable = readFields(bytes, (field, value) => {
    fields.set(field, value);
    return fields.size > MOST_FIELDS ? "stop" : undefined;
  });
  return readable && fields.size <= MOST_FIELDS ? fields : undefined;
}

function isName(value: ProtoValue | undefined): value is Uint8Array {
  return value instanceof Uint8Array && value.length <= LONGEST_NAME;
}

function isTrue(value: ProtoValue | undefined): boolean {
  return typeof value === "number" && value !== 0;
}

function cidIn(name: Uint8Array): Cid | undefined {
  return name.length === CID_BYTES && isCidAt(name, 0) ? readCid(name, 0) : undefined;
}

function codecIn(prefix: Uint8Array): BlockCodec | undefined {
  const [version, code = 0, hash, length] = prefix;
  const isOurs = prefix.length === 4 && version === 1 && hash === 0x12 && length === 0x20;
  return isOurs ? CODECS.get(code) : undefined;
}

/** A block as it travels. */
export function carriedBlock(cid: Cid, bytes: Uint8Array): CarriedBlock {
  return { codec: codecOf(cid), bytes };
}

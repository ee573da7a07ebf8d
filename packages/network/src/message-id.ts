import { sha256 } from "@icn-mesh/core";
import type { Topic } from "./network-service.ts";

/** 160 bits: nobody finds two messages of one id. */
const ID_BYTES = 20;

/** What names a message: equal for equal bytes, and never equal across topics. */
export type MessageIdOf = (topic: Topic, bytes: Uint8Array) => Uint8Array;

/** Ids for the messages of these topics: the start of the SHA-256 of topic and bytes. */
export function createMessageIds(topics: readonly Topic[]): MessageIdOf {
  const digests = new Map(topics.map((topic) => [topic, digestOf(topic)]));
  return (topic, bytes) => {
    const prefix = digests.get(topic) ?? digestOf(topic);
    const input = new Uint8Array(prefix.length + bytes.length);
    input.set(prefix);
    input.set(bytes, prefix.length);
    return sha256(input).subarray(0, ID_BYTES);
  };
}

const ID = Symbol("the id of a message");

/** The bytes of a message, which carry its id once it was asked for: a `WeakMap` beside them costs more than the id. */
type Named = Uint8Array & { [ID]?: Uint8Array };

/** The same ids, hashed once for the bytes of a message, however often they are asked for and passed on. */
export function createIdCache(idOf: MessageIdOf): MessageIdOf {
  return (topic, bytes: Named) => {
    bytes[ID] ??= idOf(topic, bytes);
    return bytes[ID];
  };
}

/** An id as a key of maps. Not by a spread, which takes seven times as long: it is asked for several times a message. */
export function idText(id: Uint8Array): string {
  return Reflect.apply(String.fromCharCode, undefined, id);
}

function digestOf(topic: Topic): Uint8Array {
  return sha256(new TextEncoder().encode(topic));
}

import {
  bytes,
  defineCodec,
  didSchema,
  list,
  milliseconds,
  type NetworkId,
  name,
  uint,
} from "@icn-mesh/core";
import * as z from "zod";
import type { Protocol } from "../protocol.ts";
import { MAX_NODE_RECORD_BYTES } from "./node-topic.ts";

/** No answer has more records. */
export const MOST_NODES = 64;

const MAX_BYTES = 256 * 1024;
const LIMITS = { maxBytes: MAX_BYTES, maxDepth: 8, maxItems: 1024 };

/** How the nodes of a network ask one another whom they know. */
export function nodeProtocol(net: NetworkId): Protocol {
  return { name: `/icn-mesh/${net}/nodes/1`, maxBytes: MAX_BYTES };
}

const envelope = bytes(MAX_NODE_RECORD_BYTES);

/** The asker's own record, and of whom it would like to hear; of anybody where nothing is said. */
const questionSchema = z.strictObject({
  own: envelope.nullable(),
  roles: list(name(), 8),
  capabilities: list(name(), 64),
  supported: list(name(), 64),
  accounts: list(didSchema, 64),
  most: uint(MOST_NODES),
});

const answerSchema = z.strictObject({
  own: envelope.nullable(),
  nodes: list(z.strictObject({ record: envelope, leftMs: milliseconds() }), MOST_NODES),
});
/** The own record of whoever answers, and those of others with the time for which they are still believed. */
export type NodeAnswer = z.infer<typeof answerSchema>;

/** The bytes of a question. */
export const nodeQuestionCodec = defineCodec("icn/node-question", questionSchema, { limits: LIMITS });

/** The bytes of an answer. */
export const nodeAnswerCodec = defineCodec("icn/node-answer", answerSchema, { limits: LIMITS });

/** How many bytes of records an answer has room for. */
export const ANSWER_BYTES = MAX_BYTES - MOST_NODES * 64 - MAX_NODE_RECORD_BYTES;

import { readFile } from "node:fs/promises";
import { MAX_BLOCK_BYTES, type NetworkId } from "@icn-mesh/core";
import { createHandClock } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import { BLOCK_LIMITS } from "../src/blocks/block-limits.ts";
import { MAX_MESSAGE_ENTRIES } from "../src/blocks/wire/block-message.ts";
import { DISCOVERY_LIMITS } from "../src/discovery/discovery-limits.ts";
import {
  MOST_NODES,
  nodeAnswerCodec,
  nodeProtocol,
  nodeQuestionCodec,
} from "../src/discovery/node-exchange-messages.ts";
import { MAX_NODE_RECORD_BYTES } from "../src/discovery/node-topic.ts";
import { createFrameWriter } from "../src/frames/frame-writer.ts";
import { GOSSIP_LIMITS } from "../src/libp2p/gossip-parameters.ts";
import { createMessageIds } from "../src/message-id.ts";
import { MAX_MESSAGE_BYTES, MAX_PROTOCOL_BYTES, NETWORK_LIMITS } from "../src/network-limits.ts";
import { FRAME_KINDS, frameHead } from "../src/requests/request-frame.ts";
import { createTestStream, tick } from "./byte-streams.ts";

const page = await readFile(new URL("../../../docs/protocol.md", import.meta.url), "utf8");

/** What stands below a heading, without what has a heading of its own. */
function below(heading: string): string {
  return page.split(`\n### ${heading}\n`)[1]?.split(/\n##+ /)[0] ?? "";
}

/** The cells of the rows of the table that begins with this word. */
function rowsOf(section: string, first: string): string[][] {
  const [, table = ""] = section.split(`\n| ${first} |`);
  const lines = table.split("\n\n")[0]?.split("\n").slice(2) ?? [];
  return lines.map((line) =>
    line
      .slice(2, -2)
      .split(" | ")
      .map((cell) => cell.replaceAll("`", "")),
  );
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

/** As numbers are written there: in groups from five digits on. */
function written(value: number): string {
  return value < 10_000 ? `${value}` : `${value}`.replace(/\B(?=(\d{3})+$)/g, " ");
}

async function frame(head: Uint8Array, body: Uint8Array): Promise<string> {
  const { stream, written: parts } = createTestStream();
  const { streamBytes, stallMs } = NETWORK_LIMITS;
  const limits = { streamBytes, stallMs };
  const writer = createFrameWriter({ stream, clock: createHandClock(), limits, onOffence: () => undefined });
  writer.push(head, body);
  await tick();
  return parts.flatMap((part) => hex(part).match(/../g) ?? []).join(" ");
}

describe("docs/protocol.md says of the wire", () => {
  it("the kinds of frames, and how two of them look", async () => {
    const kinds = rowsOf(below("Frames"), "kind").map(([kind, name]) => [name, Number(kind)]);
    expect(Object.fromEntries(kinds)).toEqual(FRAME_KINDS);
    const request = await frame(frameHead(FRAME_KINDS.request, 7, 10_000), Uint8Array.of(0xff));
    const answer = await frame(frameHead(FRAME_KINDS.answer, 7), Uint8Array.of(1));
    expect(below("Frames")).toContain(`is \`${request}\`; its answer \`01\` is \`${answer}\``);
  });

  it("how long frames and messages may be, and how many there may be", () => {
    const nodes = nodeProtocol("<net>" as NetworkId);
    const { requestBytes, streamsPerProtocol, messagesPerSecond, messageBurst } = NETWORK_LIMITS;
    const { decodeRpcLimits: gossip, maxInboundDataLength } = GOSSIP_LIMITS;
    const said = {
      Frames: [
        `${written(MAX_MESSAGE_BYTES)} bytes unless it says so, ${written(MAX_PROTOCOL_BYTES)} at most`,
        `\`${written(requestBytes)} / the longest message\``,
        `${streamsPerProtocol} streams of one protocol`,
        `${NETWORK_LIMITS.stallMs / 1_000} seconds to take 64 KiB`,
      ],
      Topics: [
        `${messagesPerSecond} messages a second are taken and ${messageBurst} at once`,
        `${written(maxInboundDataLength)} bytes, ${gossip.maxMessages} messages, ${gossip.maxIhaveMessageIDs} ids`,
        `${gossip.maxControlMessages} control messages and ${gossip.maxSubscriptions} subscriptions`,
      ],
      "Node exchange": [
        `\`${nodes.name}\`, messages of at most ${written(nodes.maxBytes ?? 0)} bytes`,
        `\`bytes(0..${MAX_NODE_RECORD_BYTES}) or null\``,
        `${DISCOVERY_LIMITS.questionBurst} questions`,
      ],
      "Block exchange": [
        `of at most ${written(MAX_BLOCK_BYTES + 2 * BLOCK_LIMITS.batchBytes)} bytes`,
        `the first ${MAX_MESSAGE_ENTRIES} each are read`,
        `${BLOCK_LIMITS.maxWantsPerPeer} of a peer wait`,
      ],
    };
    for (const [heading, phrases] of Object.entries(said)) {
      for (const phrase of phrases) expect(below(heading)).toContain(phrase);
    }
    expect(rowsOf(below("Topics"), "name").map(([name, , longest]) => [name, longest])).toEqual([
      ["node", `${written(MAX_NODE_RECORD_BYTES)} bytes`],
      ["any other", `${written(MAX_MESSAGE_BYTES)} bytes`],
    ]);
  });

  it("what names a message", () => {
    const topic = "/icn-mesh/1/example/news";
    const id = hex(createMessageIds([topic])(topic, Uint8Array.of(1)));
    expect(below("Topics")).toContain(`The id of the data \`01\` in the topic \`${topic}\` is \`${id}\``);
  });

  it("the fields of a question about nodes and of its answer", () => {
    const none = { roles: [], capabilities: [], supported: [], accounts: [] };
    const question = { own: null, ...none, most: MOST_NODES };
    const answer = { own: null, nodes: [{ record: Uint8Array.of(1), leftMs: 2 }] };
    const fields = (first: string) => rowsOf(below("Node exchange"), first).map(([field]) => field);
    expect(fields("question").sort()).toEqual(Object.keys(question).sort());
    expect(fields("answer").sort()).toEqual(Object.keys(answer).sort());
    expect(hex(nodeQuestionCodec.encode(question))).toBe(
      "a6636f776ef6646d6f7374184065726f6c657380686163636f756e74738069737570706f72746564806c6361706162696c697469657380",
    );
    expect(hex(nodeAnswerCodec.encode(answer))).toBe(
      "a2636f776ef6656e6f64657381a2666c6566744d7302667265636f72644101",
    );
  });
});

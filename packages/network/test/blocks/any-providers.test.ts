import { type Cid, cidOf } from "@icn-mesh/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { FetchResult } from "../../src/blocks/client/fetching.ts";
import { carriedBlock, encodeBlockMessage, wantOf } from "../../src/blocks/wire/block-message.ts";
import type { NetworkNode } from "../../src/network-node.ts";
import { ended } from "../ended.ts";
import { type BlockNodes, blockNodes } from "./block-nodes.ts";
import { type Answer, answerWith, NOTHING, provide } from "./hostile-provider.ts";
import { bytesOf } from "./sample-bytes.ts";

const KINDS = ["honest", "slow", "wrong", "silent", "denying", "leaving", "absent"] as const;
type Kind = (typeof KINDS)[number];

/** All that a provider may be, by what it does with a want. */
const ANSWERS: Readonly<Record<Exclude<Kind, "honest" | "slow" | "absent">, Answer>> = {
  wrong: answerWith(bytesOf(999)),
  silent: () => undefined,
  denying: (stream, wants) =>
    stream.send(
      encodeBlockMessage({
        ...NOTHING,
        presences: wants.map((cid) => ({ name: wantOf(cid, "block").name, cid, has: false })),
      }),
    ),
  leaving: (stream) => stream.abort(),
};

async function provider(
  nodes: BlockNodes,
  kind: Kind,
  blocks: ReadonlyMap<Cid, Uint8Array>,
): Promise<NetworkNode> {
  if (kind === "honest") return (await nodes.node({ serve: (cid) => blocks.get(cid) })).network;
  if (kind === "absent") return nodes.stranger();
  if (kind !== "slow") return provide(await nodes.stranger(), ANSWERS[kind]);
  return provide(await nodes.stranger(), async (stream, wants) => {
    await nodes.clock.after(700);
    const [first] = wants.flatMap((cid) => blocks.get(cid) ?? []);
    if (first === undefined) return;
    await stream.send(encodeBlockMessage({ ...NOTHING, blocks: [carriedBlock(cidOf(first, "raw"), first)] }));
  });
}

async function check(kinds: readonly Kind[], count: number): Promise<void> {
  const nodes = blockNodes();
  const blocks = new Map(
    Array.from({ length: count }, (_, at) => bytesOf(at)).map((bytes) => [cidOf(bytes, "raw"), bytes]),
  );
  const asker = await nodes.node({ limits: { hedgeMs: 1_000, answerMs: 4_000, window: 2, idleMs: 5_000 } });
  const providers: NetworkNode[] = [];
  for (const kind of kinds) {
    const each = await provider(nodes, kind, blocks);
    if (kind !== "absent") await nodes.connect(asker.network, each);
    providers.push(each);
  }
  const session = asker.exchange.session(providers.map(({ self }) => self));
  const fetching = Promise.all([...blocks.keys()].map((cid) => session.fetch(cid)));
  const results = await ended(nodes.clock, fetching, 250);
  for (const [at, cid] of [...blocks.keys()].entries()) expectFor(kinds, cid, results[at]);
  await asker.exchange.stop();
}

function expectFor(kinds: readonly Kind[], cid: Cid, result: FetchResult | undefined): void {
  if (result?.ok) expect(cidOf(result.bytes, "raw")).toBe(cid);
  if (kinds.includes("honest")) expect(result?.ok).toBe(true);
  else if (!kinds.includes("slow")) expect(result?.ok).toBe(false);
}

it("whoever the providers are, every fetch ends, with the right bytes if one of them is honest", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 6 }),
      check,
    ),
    { numRuns: 40 },
  );
}, 60_000);

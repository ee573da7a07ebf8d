import { type Cid, certificateCodec, cidOf, type Did } from "@icn-mesh/core";
import type { IncomingRequest } from "@icn-mesh/network";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  bucketsCodec,
  groupsCodec,
  type HeadQuestion,
  headQuestionCodec,
  idsCodec,
  itemsCodec,
  MOST_IDS,
  rootsCodec,
} from "../../src/heads/head-messages.ts";
import { outcomeCodec } from "../../src/heads/outcome-entry.ts";
import { type Outcome, outcomeOf } from "../../src/heads/outcome-set.ts";
import { PROTOCOLS } from "../../src/network/wire-names.ts";
import type { SharingNode } from "../../src/testing/index.ts";
import { createSharing, type Sharing } from "./sharing.ts";

let sharing: Sharing;
let victim: SharingNode;

beforeEach(async () => {
  sharing = await createSharing();
  victim = await sharing.node("victim");
});
afterEach(() => sharing.stop());

type Answer = (question: HeadQuestion) => Uint8Array | null | Promise<Uint8Array | null>;

const other = new Uint8Array(32).fill(1);
const rootsOf = (count = 1) => rootsCodec.encode({ roots: [{ set: "outcomes", count, digest: other }] });

/** A peer that answers as the test says. */
async function liar(answer: Answer, label = "liar"): Promise<{ readonly did: Did }> {
  const peer = await sharing.peer(label);
  peer.handle(PROTOCOLS.heads, ({ bytes }: IncomingRequest) => {
    const question = headQuestionCodec.parse(bytes);
    return question.type === "roots" ? rootsOf() : answer(question);
  });
  await sharing.done(victim.network.connect(`/memory/${label}`));
  return { did: peer.self };
}

/** One group that is said to have something, and what the peer says of it. */
function oneGroup(answer: Answer, count = 1): Answer {
  return (question) =>
    question.type === "groups"
      ? groupsCodec.encode({ groups: [{ group: 0, count, digest: other }], rest: new Uint8Array(32) })
      : answer(question);
}

/** A peer that lists outcomes and hands over something in their place. */
function instead(listed: readonly Outcome[], sent: readonly Uint8Array[]): Answer {
  return oneGroup((question) =>
    question.type === "ids"
      ? idsCodec.encode({ ids: listed.map(({ cid }) => cid).toSorted(), isMore: false })
      : itemsCodec.encode({ items: [...sent] }),
  );
}

function sentOf({ bytes: { assignment, certificate } }: Outcome): Uint8Array {
  return outcomeCodec.encode({ assignment, certificate });
}

async function countOf(node: SharingNode): Promise<number> {
  return (await node.heads.roots())[0]?.count ?? -1;
}

/** Ids that nothing stands behind, in rising order. */
function invented(count: number, from: number): Cid[] {
  return Array.from({ length: count }, (_, index) => {
    const number = String(from + index)
      .padStart(12, "0")
      .replace(/\d/g, (digit) => "abcdefghij"[Number(digit)]!);
    return `bafyrei${"a".repeat(39)}${number}a` as Cid;
  });
}

describe("a peer that lies", () => {
  it("brings nobody a forged certificate, not even among good ones, and is not asked again", async () => {
    const [good, forged] = (await sharing.outcomes(2, 1)) as readonly [Outcome, Outcome];
    const certificate = certificateCodec.encode({
      ...forged.certificate,
      votes: forged.certificate.votes.map((vote) => ({ ...vote, sig: new Uint8Array(64) })),
    });
    const bad = outcomeOf(certificate, forged.bytes.assignment)!;
    const { did } = await liar(instead([good, forged], [sentOf(good), sentOf(bad)]));
    expect((await sharing.done(victim.heads.pull(did))).end).toBe("misled");
    expect(await countOf(victim)).toBe(0);
    const before = sharing.lines.filter(({ message }) => message === "heads compared").length;
    await sharing.clock.advance(300_000);
    const shunned = sharing.lines.filter(({ message }) => message === "heads compared").length;
    expect(shunned).toBe(before);
  });

  it("cannot pass off a certificate as that of another assignment, or of another epoch", async () => {
    const [one, two] = (await sharing.outcomes(2, 2)) as readonly [Outcome, Outcome];
    const mixed = outcomeCodec.encode({
      assignment: one.bytes.assignment,
      certificate: two.bytes.certificate,
    });
    for (const [index, sent] of [mixed, sentOf(two), new Uint8Array(8)].entries()) {
      const { did } = await liar(instead([one], [sent]), `liar ${index}`);
      expect((await sharing.done(victim.heads.pull(did))).end).toBe("misled");
      expect(await countOf(victim)).toBe(0);
    }
  });

  it("lists what it does not hand over, and others are heard all the same", async () => {
    const all = await sharing.outcomes(20, 1);
    const { did } = await liar(
      oneGroup((question) => {
        if (question.type === "ids")
          return idsCodec.encode({ ids: all.map(({ cid }) => cid).toSorted(), isMore: false });
        const asked = question.type === "items" ? question.ids : [];
        return itemsCodec.encode({
          items: all
            .slice(0, 4)
            .filter(({ cid }) => asked.includes(cid))
            .map(sentOf),
        });
      }),
    );
    expect((await sharing.done(victim.heads.pull(did))).end).toBe("done");
    expect(await countOf(victim)).toBe(4);
    const honest = await sharing.node("honest");
    await honest.keep(all);
    await sharing.connect(victim, "honest");
    await sharing.until(async () => (await countOf(victim)) === 20);
  });

  it.each<[string, Answer]>([
    ["groups that rise", () => groupsCodec.encode({ groups: [1, 2].map(groupOf), rest: other })],
    ["the same group for ever", () => groupsCodec.encode({ groups: [groupOf(5)], rest: other })],
    [
      "ids that do not rise",
      oneGroup(() => idsCodec.encode({ ids: invented(3, 0).reverse(), isMore: true })),
    ],
    ["no ids, and more to come", oneGroup(() => idsCodec.encode({ ids: [], isMore: true }))],
    ["bytes that are no answer", () => Uint8Array.of(1, 2, 3)],
    ["an answer to another question", () => rootsOf()],
  ])("is left when it tells of %s", async (_, answer) => {
    const { did } = await liar(answer);
    const { end, asked } = await sharing.done(victim.heads.pull(did));
    expect(end).toBe("misled");
    expect(asked).toBeLessThan(10);
  });

  it.each<[string, Answer]>([
    ["ids without end", endlessIds()],
    [
      "groups without end",
      (question) => (question.type === "groups" ? groupsBelow(question) : empty(question)),
    ],
    ["buckets of nothing", oneGroup((question) => empty(question), 100_000)],
  ])("does not keep a node busy for ever with %s", async (_, answer) => {
    const { did } = await liar(answer);
    const { end, asked } = await sharing.done(victim.heads.pull(did));
    expect(end).not.toBeUndefined();
    expect(asked).toBeLessThanOrEqual(4096);
    expect(await countOf(victim)).toBe(0);
  });
});

function groupOf(group: number) {
  return { group, count: 1, digest: other };
}

/** Every group down from the highest that there is. */
function groupsBelow({ below }: Extract<HeadQuestion, { type: "groups" }>): Uint8Array {
  const top = below ?? Number.MAX_SAFE_INTEGER;
  const groups = Array.from({ length: 64 }, (_, index) => groupOf(top - 1 - index));
  return groupsCodec.encode({ groups, rest: other });
}

function empty(question: HeadQuestion): Uint8Array {
  if (question.type === "buckets") return bucketsCodec.encode({ buckets: [] });
  return question.type === "ids"
    ? idsCodec.encode({ ids: [], isMore: false })
    : itemsCodec.encode({ items: [] });
}

function endlessIds(): Answer {
  let from = 0;
  return oneGroup((question) => {
    if (question.type !== "ids") return empty(question);
    from += MOST_IDS;
    return idsCodec.encode({ ids: invented(MOST_IDS, from), isMore: true });
  });
}

describe("a peer that is slow", () => {
  it("holds up nobody: others are heard meanwhile, and it is left in the end", async () => {
    const { did } = await liar(() => new Promise(() => undefined));
    const pulled = victim.heads.pull(did);
    const honest = await sharing.node("honest");
    await honest.keep(await sharing.outcomes(20));
    await sharing.connect(victim, "honest");
    await sharing.until(async () => (await countOf(victim)) === 20);
    expect((await sharing.done(pulled)).end).toBe("silent");
  });

  it("is asked again from where it was left", async () => {
    const one = await sharing.outcomes(1, 1);
    let isMute = true;
    const helpful = instead(one, one.map(sentOf));
    const { did } = await liar((question) =>
      isMute && question.type === "items" ? null : helpful(question),
    );
    expect((await sharing.done(victim.heads.pull(did))).end).toBe("silent");
    isMute = false;
    expect((await sharing.done(victim.heads.pull(did))).end).toBe("done");
    expect(await countOf(victim)).toBe(1);
  });
});

describe("a node that is asked", () => {
  it("refuses what is no question, and questions of another network", async () => {
    const stranger = await sharing.peer("stranger");
    await sharing.done(stranger.connect("/memory/victim"));
    const net = cidOf(Uint8Array.of(1));
    const questions = [
      Uint8Array.of(1, 2, 3),
      headQuestionCodec.encode({ type: "roots", net: net as never }),
    ];
    for (const question of questions) {
      const answer = await sharing.done(stranger.request(victim.did, PROTOCOLS.heads, question));
      expect(answer).toEqual({ ok: false, code: "NETWORK_REFUSED" });
    }
  });

  it("answers nobody without end", async () => {
    const stranger = await sharing.peer("stranger");
    await sharing.done(stranger.connect("/memory/victim"));
    const question = headQuestionCodec.encode({ type: "roots", net: sharing.federation.net });
    let answered = 0;
    for (let number = 0; number < 2100; number++) {
      const answer = await sharing.done(stranger.request(victim.did, PROTOCOLS.heads, question));
      if (!answer.ok) break;
      answered += 1;
    }
    expect(answered).toBeGreaterThanOrEqual(2000);
    expect(answered).toBeLessThan(2100);
  });
});

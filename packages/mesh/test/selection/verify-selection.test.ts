import type { Cid, Selection, SignedLink } from "@icn-mesh/core";
import {
  recordSelection,
  type SelectionEvidence,
  type SelectionProblem,
  selectExecutor,
  stakeLotteryPolicy,
  verifySelection,
  weightedPolicy,
} from "@icn-mesh/mesh";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { candidates, evidence, goodSig, record, request } from "./sample-record.ts";
import {
  candidate,
  creator,
  did,
  idOf,
  jobWith,
  manager,
  net,
  otherNet,
  plainJob,
  requestFor,
} from "./sample-round.ts";

const problemOf = (
  selection: Selection,
  more: Partial<SelectionEvidence> = {},
): SelectionProblem | undefined => {
  const verdict = verifySelection(selection, { ...evidence, ...more });
  return verdict.consistent ? undefined : verdict.problem;
};
describe("verifySelection", () => {
  it("finds a record consistent, and says what it had to take on trust", () => {
    expect(verifySelection(record, evidence)).toEqual({
      consistent: true,
      unproven: [],
      claimed: ["latencyMs", "excluded"],
    });
    const { factsOf: _, ...blind } = evidence;
    expect(verifySelection(record, blind)).toMatchObject({
      consistent: true,
      claimed: ["reputation", "latencyMs", "excluded"],
    });
  });

  it("finds every selection consistent that was recorded as it was made", () => {
    const anyRound = fc.array(fc.tuple(fc.nat(110), fc.nat(60), fc.boolean()), { maxLength: 10 });
    fc.assert(
      fc.property(anyRound, fc.constantFrom(0, 1_000_000), (round, newcomerPpm) => {
        const bids = round.map(([price, reputation, isGood], index) => {
          const each = candidate(plainJob, { by: did(index), price: BigInt(price) }, { reputation });
          return { ...each, bid: { ...each.bid, sig: new Uint8Array(64).fill(isGood ? 1 : 0) } };
        });
        const terms = requestFor(plainJob, {
          isAuthentic: goodSig,
          policy: { ...weightedPolicy(), newcomerPpm },
        });
        const made = recordSelection(selectExecutor(bids, terms), terms, { net, by: creator });
        const found = verifySelection(made, {
          ...evidence,
          factsOf: () => ({}),
          bidOf: ({ cid }) => bids.find(({ bid }) => bid.cid === cid)?.bid,
        });
        expect(found.consistent).toBe(true);
      }),
    );
  });

  const [first, second] = record.bids as [SignedLink, SignedLink];
  const [score, ...scores] = record.scores as [Selection["scores"][number], ...Selection["scores"]];
  const [line, ...lines] = record.inputs as [Selection["inputs"][number], ...Selection["inputs"]];
  const [refusal, ...refusals] = record.rejected as [Selection["rejected"][number], ...Selection["rejected"]];
  const lineOf = (index: number, values: Record<string, number>) =>
    record.inputs.map((each) => (each.executor === did(index) ? { ...each, values } : each));

  it.each<[string, Partial<Selection>, SelectionProblem]>([
    ["the job", { job: idOf(jobWith({}, { budget: 1n })) }, "wrong-job"],
    ["the network", { net: otherNet as Selection["net"] }, "wrong-network"],
    ["the author", { by: manager }, "wrong-manager"],
    ["the name of the policy", { policy: { ...record.policy, name: "dearest" } }, "unknown-policy"],
    ["the policy", { policy: { ...record.policy, name: "icn-compat" } }, "scores-differ"],
    ["params that no selection has", { policy: { ...record.policy, params: null } }, "unknown-policy"],
    [
      "params with a share above the whole",
      {
        policy: {
          ...record.policy,
          params: { at: 0, newcomerPpm: 1_000_001, settings: weightedPolicy().params },
        },
      },
      "unknown-policy",
    ],
    [
      "params without settings",
      { policy: { ...record.policy, params: { at: 0, newcomerPpm: 0 } } },
      "unknown-policy",
    ],
    [
      "settings that are not the policy's",
      { policy: { ...record.policy, params: { at: 0, newcomerPpm: 0, settings: {} } } },
      "unknown-policy",
    ],
    ["the round", { round: 2 }, "rejections-differ"],
    [
      "the time that a bid may need",
      {
        policy: {
          ...record.policy,
          params: { at: 0, newcomerPpm: 0, mostNeedMs: 1, settings: weightedPolicy().params },
        },
      },
      "rejections-differ",
    ],
    [
      "the newcomers' share",
      {
        policy: {
          ...record.policy,
          params: { at: 0, newcomerPpm: 1_000_000, mostNeedMs: 5000, settings: weightedPolicy().params },
        },
      },
      "rejections-differ",
    ],
    ["a bid left out", { bids: record.bids.slice(1) }, "inputs-differ"],
    ["a bid twice", { bids: [first, first, ...record.bids.slice(1)] }, "bids-out-of-order"],
    ["the order of the bids", { bids: [second, first, ...record.bids.slice(2)] }, "bids-out-of-order"],
    [
      "a bid that nobody has",
      { bids: [...record.bids, { ...first, cid: `${"z".repeat(59)}` as Cid }] },
      "unknown-bid",
    ],
    ["the inputs left out", { inputs: lines }, "inputs-differ"],
    ["an input too many", { inputs: [...record.inputs, line] }, "inputs-differ"],
    ["whose inputs they are", { inputs: [{ ...line, executor: did(99) }, ...lines] }, "inputs-differ"],
    [
      "an input that the policy does not declare",
      { inputs: [{ ...line, values: { ...line.values, stake: 1 } }, ...lines] },
      "inputs-differ",
    ],
    ["a reputation", { inputs: lineOf(2, { reputation: 41, latencyMs: 12 }) }, "inputs-differ"],
    ["a reputation left out", { inputs: lineOf(2, { latencyMs: 12 }) }, "inputs-differ"],
    ["a latency", { inputs: lineOf(2, { reputation: 40, latencyMs: 13 }) }, "scores-differ"],
    ["an exclusion left out", { inputs: lineOf(3, { reputation: 60, latencyMs: 13 }) }, "rejections-differ"],
    ["a score", { scores: [{ ...score, score: score.score + 1 }, ...scores] }, "scores-differ"],
    ["a score left out", { scores }, "scores-differ"],
    ["a score too many", { scores: [...record.scores, score] }, "scores-differ"],
    ["a reason", { rejected: [{ ...refusal, reason: "wrong-slot" }, ...refusals] }, "rejections-differ"],
    ["a rejection left out", { rejected: refusals }, "rejections-differ"],
    ["the winner", { winner: candidates[0]?.bid.cid as Cid }, "winner-differs"],
    ["no winner at all", { winner: null }, "winner-differs"],
    [
      "the signature of the winner",
      {
        bids: record.bids.map((link) =>
          link.cid === record.winner ? { ...link, sig: new Uint8Array(64) } : link,
        ),
      },
      "rejections-differ",
    ],
    [
      "a good signature instead of the bad one",
      { bids: record.bids.map((link) => ({ ...link, sig: first.sig.with(0, 1) })) },
      "rejections-differ",
    ],
  ])("detects a change of %s", (_, change, problem) => {
    expect(problemOf({ ...record, ...change })).toBe(problem);
  });

  it("names the losers whose signature does not hold", () => {
    const loser = candidates[0]?.bid.cid as Cid;
    const bids = record.bids.map((link) =>
      link.cid === loser ? { ...link, sig: new Uint8Array(64) } : link,
    );
    expect(verifySelection({ ...record, bids }, evidence)).toMatchObject({
      consistent: true,
      unproven: [loser],
    });
  });

  it("detects two bids of one executor", () => {
    const twice = [0, 1].map((index) => candidate(plainJob, { by: did(1), needMs: 1000 + index }, {}));
    const made = recordSelection(selectExecutor(twice, request), request, { net, by: creator });
    expect(problemOf(made, { bidOf: ({ cid }) => twice.find(({ bid }) => bid.cid === cid)?.bid })).toBe(
      "two-bids-of-one-executor",
    );
  });

  it("expects the manager of the job where it names one", () => {
    const job = jobWith({}, { manager });
    const terms = requestFor(job);
    const made = recordSelection(selectExecutor([], terms), terms, { net, by: manager });
    const more = { job, jobId: idOf(job) };
    expect([problemOf(made, more), problemOf({ ...made, by: creator }, more)]).toEqual([
      undefined,
      "wrong-manager",
    ]);
  });

  it("knows the policies that it is given", () => {
    const policy = stakeLotteryPolicy();
    const terms = { ...request, policy };
    const made = recordSelection(selectExecutor(candidates, terms), terms, { net, by: creator });
    expect(problemOf(made)).toBeUndefined();
    expect(problemOf(made, { policies: {} })).toBe("unknown-policy");
  });
});

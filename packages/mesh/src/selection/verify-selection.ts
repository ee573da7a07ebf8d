import { type Bid, type Cid, type Did, managerOf, type Selection, type Signed } from "@icn-mesh/core";
import { EXECUTOR_FACTS, type ExecutorFact, knownUint } from "./executor-facts.ts";
import { factsLookedAt, recordSelection } from "./record-selection.ts";
import { recordedRequest, type SelectionEvidence } from "./recorded-request.ts";
import { selectExecutor } from "./select-executor.ts";
import type { SelectionRequest } from "./selection-request.ts";

/** What is wrong with a selection record. */
export type SelectionProblem =
  | "wrong-job"
  | "wrong-network"
  | "wrong-manager"
  | "unknown-policy"
  | "unknown-bid"
  | "bids-out-of-order"
  | "two-bids-of-one-executor"
  | "inputs-differ"
  | "scores-differ"
  | "rejections-differ"
  | "winner-differs";

/** What a third party found when it computed a selection again. */
export type SelectionVerdict =
  | {
      readonly consistent: true;
      /** Bids whose signature does not hold, which nobody had to check: they did not come up for the win. */
      readonly unproven: readonly Cid[];
      /** Inputs that were taken from the record, because the third party knows nothing of the kind. */
      readonly claimed: readonly ExecutorFact[];
    }
  | { readonly consistent: false; readonly problem: SelectionProblem };

/**
 * Computes the selection again from its own bids and inputs. It proves that the record is consistent; it cannot
 * prove that no bid was left out. Whether the record itself is signed is for the caller to check.
 */
export function verifySelection(selection: Selection, evidence: SelectionEvidence): SelectionVerdict {
  const problem = problemOfHead(selection, evidence);
  if (problem !== undefined) return { consistent: false, problem };
  const request = recordedRequest(selection, evidence);
  if (request === undefined) return { consistent: false, problem: "unknown-policy" };
  const bids = bidsOf(selection, evidence);
  if (typeof bids === "string") return { consistent: false, problem: bids };
  const found =
    problemOfInputs(selection, { bids, request, evidence }) ?? problemOfResult(selection, bids, request);
  if (found !== undefined) return { consistent: false, problem: found };
  return {
    consistent: true,
    unproven: unprovenIn(selection, bids, evidence),
    claimed: claimedIn(selection, evidence),
  };
}

function problemOfHead(
  { job, net, by }: Selection,
  evidence: SelectionEvidence,
): SelectionProblem | undefined {
  if (job !== evidence.jobId) return "wrong-job";
  if (net !== evidence.job.net) return "wrong-network";
  return by === managerOf(evidence.job) ? undefined : "wrong-manager";
}

function bidsOf(
  { bids: links }: Selection,
  { bidOf }: SelectionEvidence,
): readonly Signed<Bid>[] | SelectionProblem {
  if (links.some(({ cid }, index) => cid <= (links[index - 1]?.cid ?? ""))) {
    return "bids-out-of-order";
  }
  const bids = links.map((link) => bidOf(link)).filter((bid) => bid !== undefined);
  if (bids.length < links.length) return "unknown-bid";
  const executors = new Set(bids.map(({ body }) => body.by));
  return executors.size < bids.length ? "two-bids-of-one-executor" : bids;
}

interface InputTerms {
  readonly bids: readonly Signed<Bid>[];
  readonly request: SelectionRequest;
  readonly evidence: SelectionEvidence;
}

/** One line of inputs for each bid, with declared names only, and with the values that the third party knows. */
function problemOfInputs({ inputs }: Selection, terms: InputTerms): SelectionProblem | undefined {
  const { bids, request, evidence } = terms;
  const names = new Set<string>(factsLookedAt(request.policy));
  const isRight = ({ executor, values }: Selection["inputs"][number], index: number): boolean =>
    executor === bids[index]?.body.by &&
    Object.keys(values).every((name) => names.has(name)) &&
    knownFacts(executor, evidence).every(([name, value]) => !names.has(name) || values[name] === value);
  return inputs.length === bids.length && inputs.every(isRight) ? undefined : "inputs-differ";
}

function knownFacts(executor: Did, { factsOf }: SelectionEvidence): readonly [ExecutorFact, number][] {
  const facts = factsOf?.(executor) ?? {};
  return EXECUTOR_FACTS.flatMap((name) => {
    const value = knownUint(facts[name]);
    return value === undefined ? [] : [[name, value]];
  });
}

function problemOfResult(
  selection: Selection,
  bids: readonly Signed<Bid>[],
  request: SelectionRequest,
): SelectionProblem | undefined {
  const candidates = bids.map((bid, index) => ({ bid, facts: { ...selection.inputs[index]?.values } }));
  const again = recordSelection(selectExecutor(candidates, request), request, selection);
  if (!isSame(selection.rejected, again.rejected, ({ bid, reason }) => `${bid} ${reason}`)) {
    return "rejections-differ";
  }
  if (!isSame(selection.scores, again.scores, ({ bid, score }) => `${bid} ${score}`)) return "scores-differ";
  return selection.winner === again.winner ? undefined : "winner-differs";
}

function isSame<Item>(
  left: readonly Item[],
  right: readonly Item[],
  textOf: (item: Item) => string,
): boolean {
  const texts = right.map(textOf);
  return left.length === texts.length && left.every((item, index) => textOf(item) === texts[index]);
}

function unprovenIn(
  { rejected }: Selection,
  bids: readonly Signed<Bid>[],
  { isAuthentic }: SelectionEvidence,
): readonly Cid[] {
  const admitted = new Set(rejected.filter(({ reason }) => reason === "bad-signature").map(({ bid }) => bid));
  return bids.filter((bid) => !admitted.has(bid.cid) && !isAuthentic(bid)).map(({ cid }) => cid);
}

function claimedIn({ inputs }: Selection, evidence: SelectionEvidence): readonly ExecutorFact[] {
  const isClaimed = (name: ExecutorFact): boolean =>
    inputs.some(
      ({ executor, values }) =>
        values[name] !== undefined && !knownFacts(executor, evidence).some(([known]) => known === name),
    );
  return EXECUTOR_FACTS.filter(isClaimed);
}

import type { Bid, Data, Selection, Signed } from "@icn-mesh/core";
import { rankBids, selectExecutor } from "@icn-mesh/mesh";
import type { JobBook } from "../job/job-book.ts";
import type { ManagerParts } from "./manager-parts.ts";
import { selectionRequest } from "./selection-request.ts";

/**
 * The bids of the last round that can win, best first, as its selection record has them: the same after a restart.
 * Their signatures were verified before the history took them in.
 */
export function rankingOf(parts: ManagerParts, book: JobBook): readonly Signed<Bid>[] {
  const selection = lastSelection(book);
  if (selection === undefined) return [];
  const inputs = new Map(selection.inputs.map(({ executor, values }) => [executor, values]));
  const candidates = selection.bids.flatMap(({ cid }) => {
    const bid = book.facts.get(cid);
    return isBid(bid) ? [{ bid, facts: inputs.get(bid.body.by) ?? {} }] : [];
  });
  const at = atIn(selection.policy.params);
  const request = selectionRequest(parts, book, { round: selection.round, at, isAuthentic: () => true });
  return rankBids(selectExecutor(candidates, request), request).map(({ bid }) => bid);
}

/** True where the last round brought bids and none of them could win. */
export function hadBids(book: JobBook): boolean {
  return lastSelection(book) !== undefined;
}

function lastSelection({ facts, state }: JobBook): Selection | undefined {
  const round = "round" in state ? state.round : 0;
  const last = [...facts.values()].findLast(({ body }) => body.t === "icn/selection/1");
  return last?.body.t === "icn/selection/1" && last.body.round === round ? last.body : undefined;
}

function isBid(fact: { readonly body: { readonly t: string } } | undefined): fact is Signed<Bid> {
  return fact?.body.t === "icn/bid/1";
}

function atIn(params: Data): number {
  const isMap = typeof params === "object" && params !== null && "at" in params;
  return isMap && typeof params.at === "number" ? params.at : 0;
}

import type { AidJobTemplate, AidRequest, Signed } from "@icn-mesh/core";
import { createAidMatcher } from "@icn-mesh/mesh";

/**
 * The templates whose turn it is to answer a request: the best one first, and one more for each turn that passed
 * without an answer. Nobody answers an own request.
 */
export function templatesInTurn(
  request: Signed<AidRequest>,
  templates: readonly Signed<AidJobTemplate>[],
  passed: number,
): readonly Signed<AidJobTemplate>[] {
  const inTurn: Signed<AidJobTemplate>[] = [];
  let left = templates.filter(({ body }) => body.by !== request.body.by);
  while (inTurn.length <= passed) {
    const best = createAidMatcher(left.map(({ body }) => body))(request.body)?.template;
    const next = left.find(({ body }) => body === best);
    if (next === undefined) break;
    inTurn.push(next);
    left = left.filter((template) => template !== next);
  }
  return inTurn;
}

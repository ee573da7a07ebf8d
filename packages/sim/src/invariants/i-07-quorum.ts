import type { AssignmentBook } from "@icn-mesh/economics/testing";
import type { NodeHost, SimFederation } from "../world/world.ts";

/** How many of three may do the work wrong and be seen to: with one more they are the majority. */
const MOST_WRONG = 1;

/** Who was outvoted although it did the right work, and no more than one of the others did not. */
export function outvotedInTheRight({ truth, nodes }: SimFederation): readonly string[] {
  const hosts = new Map(nodes.map((node) => [node.machine.did, node]));
  const jobs = Map.groupBy(truth.books.assignments.values(), ({ body }) => body.job);
  return [...jobs.values()].flatMap((attempts) => {
    const wrong = attempts.filter((attempt) => !isRight(hostOf(attempt)));
    return wrong.length > MOST_WRONG ? [] : attempts.filter(isOutvoted).flatMap(nameOfRight);
  });

  function hostOf({ body }: AssignmentBook): NodeHost | undefined {
    return hosts.get(body.executor);
  }

  function nameOfRight(attempt: AssignmentBook): readonly string[] {
    const host = hostOf(attempt);
    return host !== undefined && isRight(host) ? [host.machine.name] : [];
  }
}

function isOutvoted({ settlement }: AssignmentBook): boolean {
  return settlement?.type === "outvoted";
}

function isRight(host: NodeHost | undefined): boolean {
  return host?.isHonest === true && !["failing", "wrong"].includes(host.plan.manner);
}

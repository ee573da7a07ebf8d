import type { Did, Job, JobId, NodeRecord } from "@icn-mesh/core";
import { isInvited } from "@icn-mesh/mesh";

/** The executors that this node has heard of, from what they say of themselves. */
export interface ExecutorDirectory {
  /** How many there are. */
  readonly known: number;
  /** Those that are invited to a round and say that they could run the job. */
  invited(id: JobId, job: Job, sharePpm: number): readonly Did[];
  /** Whether something is known of each of these nodes, be it an executor or not. */
  knowsAll(nodes: readonly Did[]): boolean;
  /** All that is known, for explanations. */
  nodes(): readonly NodeRecord[];
}

/** A directory over the node records that are known now, of which signatures hold and none is over. */
export function createExecutorDirectory(records: () => readonly NodeRecord[]): ExecutorDirectory {
  const executors = () => records().filter(({ roles }) => roles.includes(EXECUTOR_ROLE));
  return {
    get known() {
      return executors().length;
    },
    invited(id, { spec }, sharePpm) {
      const canRun = ({ capabilities }: NodeRecord) =>
        spec.requiredCapabilities.every((each) => capabilities.includes(each));
      const isAsked = ({ by }: NodeRecord) => sharePpm >= EVERYBODY || isInvited(id, by, sharePpm);
      const those = executors().filter((node) => canRun(node) && isAsked(node));
      return those.map(({ by }) => by);
    },
    knowsAll(nodes) {
      const known = new Set(records().map(({ by }) => by));
      return nodes.every((node) => known.has(node));
    },
    nodes: executors,
  };
}

/** What a node record calls whoever runs jobs. */
export const EXECUTOR_ROLE = "executor";

/** The share of all executors, in millionths, that leaves nothing to be drawn. */
export const EVERYBODY = 1_000_000;

import {
  type Clock,
  type Did,
  type Metrics,
  type NetworkId,
  type NodeRecord,
  nodeRecord,
  openRecord,
  type Signed,
  type Verified,
  type Verifier,
  verdictOf,
  verifySigned,
} from "@icn-mesh/core";
import type { MessageVerdict } from "../network-service.ts";
import { ownBytes } from "../own-bytes.ts";
import { createAllowances } from "./allowances.ts";
import type { DiscoveryLimits } from "./discovery-limits.ts";
import type { NodeCache } from "./node-cache.ts";
import { createNodeMetrics } from "./node-metrics.ts";
import { MAX_NODE_RECORD_BYTES } from "./node-topic.ts";

/** Where a record came from. */
export interface NodeSource {
  /** The peer that brought it: not its author. */
  readonly from: Did;
  /** For how long the one who brought it believes it still; as long as it says itself when not given. */
  readonly leftMs?: number;
}

/** Two records with one number, both signed: proof that their author is not honest. */
export interface NodeEquivocation {
  readonly account: Did;
  readonly records: readonly [Uint8Array, Uint8Array];
}

/** Decides about records of nodes, the cheap questions first, and keeps the good ones. */
export interface NodeGate {
  take(bytes: Uint8Array, source: NodeSource): MessageVerdict;
}

/** What the gate needs. */
export interface NodeGateComponents {
  readonly clock: Clock;
  readonly verifier: Verifier;
  readonly cache: NodeCache;
  readonly metrics?: Metrics | undefined;
  readonly net: NetworkId;
  readonly self: Did;
  /** Accounts whose records are wanted. */
  readonly admits: (account: Did) => boolean;
  readonly onNode: (fact: Verified<NodeRecord>) => void;
  readonly onEquivocation: (proof: NodeEquivocation) => void;
}

/** A gate in front of the cache. */
export function createNodeGate(components: NodeGateComponents, limits: DiscoveryLimits): NodeGate {
  const { clock, verifier, cache, net } = components;
  const checks = createAllowances<Did>(clock, { burst: limits.checkBurst, everyMs: limits.checkEveryMs });
  const metrics = components.metrics && createNodeMetrics(components.metrics);
  const records = createAllowances<Did>(clock, { burst: limits.recordBurst, everyMs: limits.recordEveryMs });

  /** Undefined when only the signature is left to ask for. */
  function judge(signed: Signed<NodeRecord>, from: Did): MessageVerdict | undefined {
    if (signed.body.net !== net) return "reject"; // no honest node passes it on in this network
    if (signed.body.by === components.self || !components.admits(signed.body.by)) return "ignore";
    return isNews(signed) && checks.take(from) ? undefined : "ignore";
  }

  /** A newer record, or a second one with the number of the one that is known: proof, if it is signed. */
  function isNews({ body, cid }: Signed<NodeRecord>): boolean {
    const last = cache.last(body.by);
    if (last === undefined || body.seq > last.seq) return true;
    return body.seq === last.seq && cid !== last.cid && cache.get(body.by)?.hasEquivocated === false;
  }

  function keep(fact: Verified<NodeRecord>, bytes: Uint8Array, { from, leftMs }: NodeSource): MessageVerdict {
    const { by: account, seq, validForMs } = fact.body;
    const first = cache.get(account);
    if (first?.record.seq === seq) {
      if (cache.mark(account)) report({ account, records: [first.bytes, bytes] });
      return "ignore";
    }
    if (!records.take(account)) return "ignore";
    const validFor = Math.min(validForMs, leftMs ?? validForMs, limits.maxValidMs);
    if (validFor <= 0) return "ignore";
    cache.put({ fact, bytes, from, validForMs: validFor });
    components.onNode(fact);
    return "accept";
  }

  function report(proof: NodeEquivocation): void {
    metrics?.equivocated();
    components.onEquivocation(proof);
  }

  function verdictOn(bytes: Uint8Array, source: NodeSource): MessageVerdict {
    if (bytes.length > MAX_NODE_RECORD_BYTES) return "reject";
    const own = ownBytes(bytes);
    const opened = openRecord(nodeRecord, own);
    if (!opened.ok) return verdictOf(opened.refusal);
    const judged = judge(opened.value, source.from);
    if (judged !== undefined) return judged;
    const verified = verifySigned(opened.value, verifier);
    return verified.ok ? keep(verified.value, own, source) : "reject";
  }

  return {
    take(bytes, source) {
      const verdict = verdictOn(bytes, source);
      metrics?.judged(verdict, cache.size);
      return verdict;
    },
  };
}

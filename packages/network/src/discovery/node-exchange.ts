import { type Clock, type Did, type NetworkId, nodeRecord, openRecord, type Rng } from "@icn-mesh/core";
import type { IncomingRequest, NetworkService } from "../network-service.ts";
import type { WaitOptions } from "../wait-options.ts";
import { createAllowances } from "./allowances.ts";
import type { DiscoveryLimits } from "./discovery-limits.ts";
import type { KnownNode, NodeCache } from "./node-cache.ts";
import {
  ANSWER_BYTES,
  MOST_NODES,
  type NodeAnswer,
  nodeAnswerCodec,
  nodeProtocol,
  nodeQuestionCodec,
} from "./node-exchange-messages.ts";
import type { NodeGate } from "./node-gate.ts";
import { matchesQuery, type NodeQuery } from "./node-query.ts";
import type { OwnRecord } from "./own-record.ts";

/** Asks peers whom they know, and answers those who ask. */
export interface NodeExchange {
  /** Answers until the returned function is called. */
  open(): () => void;
  /** Learns what a peer knows; false if it did not answer, or not sensibly. */
  ask(peer: Did, query: NodeQuery, options?: WaitOptions): Promise<boolean>;
}

/** What the exchange needs. */
export interface NodeExchangeComponents {
  readonly net: NetworkId;
  readonly network: Pick<NetworkService, "handle" | "request">;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly cache: NodeCache;
  readonly gate: NodeGate;
  readonly own: OwnRecord;
  /** A peer has shown that a record of another account names it rightly. */
  readonly onConfirmed: (node: KnownNode) => void;
}

/** An exchange that is to be opened. */
export function createNodeExchange(
  components: NodeExchangeComponents,
  limits: DiscoveryLimits,
): NodeExchange {
  const { network, clock, rng, cache, gate, own } = components;
  const protocol = nodeProtocol(components.net);
  const { questionBurst: burst, questionEveryMs: everyMs } = limits;
  const questions = createAllowances<Did>(clock, { burst, everyMs });

  function answer({ peer, bytes }: IncomingRequest): Uint8Array | null {
    if (!questions.take(peer)) return null;
    const question = nodeQuestionCodec.decode(bytes);
    if (!question.ok) return null;
    const { own: theirs, most, ...query } = question.value;
    if (theirs !== null) meet(peer, theirs);
    const nodes = pick(query, { most, except: peer });
    return nodeAnswerCodec.encode({ own: own.bytes ?? null, nodes });
  }

  /** A peer shows its own record. Whether it is the key that the record names is known from the connection. */
  function meet(peer: Did, bytes: Uint8Array): void {
    gate.take(bytes, { from: peer });
    const opened = openRecord(nodeRecord, bytes);
    if (!opened.ok || opened.value.body.peerKey !== peer) return;
    const { by: account } = opened.value.body;
    // It may be older than what is known, or not have passed the gate: what counts is what the cache has.
    const known = cache.last(account)?.cid === opened.value.cid ? cache.get(account) : undefined;
    if (known === undefined || known.isConfirmed) return;
    cache.confirm(account);
    components.onConfirmed(known);
  }

  /** Some of those that match, another choice each time, as many as an answer has room for. */
  function pick(query: NodeQuery, { most, except }: { most: number; except: Did }): NodeAnswer["nodes"] {
    const matching = cache
      .all()
      .filter((node) => !node.hasEquivocated && node.peer !== except && matchesQuery(node.record, query));
    const nodes: NodeAnswer["nodes"] = [];
    let room = ANSWER_BYTES;
    while (matching.length > 0 && nodes.length < Math.min(most, MOST_NODES)) {
      const [node] = matching.splice(rng.below(matching.length), 1);
      room -= node?.bytes.length ?? 0;
      if (node === undefined || room < 0) break;
      nodes.push({ record: node.bytes, leftMs: Math.floor(cache.leftMs(node.account)) });
    }
    return nodes;
  }

  return {
    open: () => network.handle(protocol, answer),
    async ask(peer, query, options) {
      const { roles = [], capabilities = [], supported = [], accounts = [] } = query;
      const question = nodeQuestionCodec.encode({
        own: own.bytes ?? null,
        roles: [...roles],
        capabilities: [...capabilities],
        supported: [...supported],
        accounts: [...accounts],
        most: MOST_NODES,
      });
      const wait = { timeoutMs: limits.answerMs, ...options };
      const result = await network.request(peer, protocol, question, wait);
      const answered = result.ok ? nodeAnswerCodec.decode(result.bytes) : undefined;
      if (!answered?.ok) return false;
      if (answered.value.own !== null) meet(peer, answered.value.own);
      return answered.value.nodes.every(
        ({ record, leftMs }) => gate.take(record, { from: peer, leftMs }) !== "reject",
      );
    },
  };
}

import {
  type Cid,
  type Clock,
  createBoundedMap,
  type Did,
  type NodeRecord,
  type Verified,
} from "@icn-mesh/core";
import type { DiscoveryLimits } from "./discovery-limits.ts";
import { createNeighbourShares } from "./neighbour-shares.ts";

/** A node of which there is a valid record. */
export interface KnownNode {
  /** The account that signed the record. */
  readonly account: Did;
  /** The key that it has as a peer; often the same. */
  readonly peer: Did;
  readonly record: NodeRecord;
  /** The record as it travels. */
  readonly bytes: Uint8Array;
  /**
   * True where that peer itself said that it is this account's. Where the two keys differ and this is false, the
   * account claims a peer that may know nothing of it.
   */
  readonly isConfirmed: boolean;
  /** Signed two records with one number: it told one thing to some and another thing to others. */
  readonly hasEquivocated: boolean;
}

/** A record on its way into the cache. */
export interface CachedNode {
  readonly fact: Verified<NodeRecord>;
  readonly bytes: Uint8Array;
  /** The neighbour that brought it. */
  readonly from: Did;
  readonly validForMs: number;
}

/** The newest valid record of each account, within bounds. */
export interface NodeCache {
  /** Records that are kept: one that has expired counts until somebody asks for it, or for all. */
  readonly size: number;
  get(account: Did): KnownNode | undefined;
  /** All that are valid now. */
  all(): readonly KnownNode[];
  /** For how long a record is still believed; 0 for one that is not. */
  leftMs(account: Did): number;
  /** The last number of an account, and which record had it, also after that has expired. */
  last(account: Did): { readonly seq: number; readonly cid: Cid } | undefined;
  put(node: CachedNode): void;
  /** Marks an account that equivocated; false if it was marked before. */
  mark(account: Did): boolean;
  /** The peer itself showed this record as its own. */
  confirm(account: Did): void;
}

interface Entry extends CachedNode {
  readonly until: number;
  readonly isConfirmed: boolean;
}

/**
 * An empty cache. When it is full, or a neighbour has brought its share, the neighbour that brought most loses the
 * record that was renewed least lately: nobody can push out what others brought by bringing much.
 */
export function createNodeCache(clock: Clock, limits: DiscoveryLimits): NodeCache {
  const entries = new Map<Did, Entry>();
  const shares = createNeighbourShares();
  const past = createBoundedMap<Did, { seq: number; cid: Cid }>({
    max: limits.pastNodes,
    whenFull: "evict-oldest",
  });
  const equivocators = createBoundedMap<Did, true>({ max: limits.pastNodes, whenFull: "evict-oldest" });

  function remove(account: Did | undefined): void {
    const entry = account && entries.get(account);
    if (account === undefined || entry === undefined) return;
    entries.delete(account);
    shares.remove(entry.from, account);
  }

  function valid(account: Did): Entry | undefined {
    const entry = entries.get(account);
    if (entry === undefined || clock.monotonic() < entry.until) return entry;
    remove(account);
    return undefined;
  }

  function makeRoom(from: Did): void {
    if (shares.sizeOf(from) >= limits.nodesPerNeighbour) remove(shares.oldestOf(from));
    if (entries.size < limits.nodes) return;
    for (const account of [...entries.keys()]) valid(account);
    if (entries.size >= limits.nodes) remove(shares.oldestOfLargest());
  }

  const known = (entry: Entry): KnownNode => ({
    account: entry.fact.body.by,
    peer: entry.fact.body.peerKey,
    record: entry.fact.body,
    bytes: entry.bytes,
    isConfirmed: entry.isConfirmed,
    hasEquivocated: equivocators.has(entry.fact.body.by),
  });

  return {
    get size() {
      return entries.size;
    },
    get(account) {
      const entry = valid(account);
      return entry && known(entry);
    },
    all: () => [...entries.keys()].flatMap((account) => valid(account) ?? []).map(known),
    leftMs(account) {
      const entry = valid(account);
      return entry === undefined ? 0 : entry.until - clock.monotonic();
    },
    last: (account) => past.get(account),
    put(node) {
      const { by: account, peerKey, seq } = node.fact.body;
      const before = valid(account);
      const wasConfirmed = before?.isConfirmed === true && before.fact.body.peerKey === peerKey;
      remove(account);
      makeRoom(node.from);
      past.set(account, { seq, cid: node.fact.cid });
      const until = clock.monotonic() + node.validForMs;
      entries.set(account, { ...node, until, isConfirmed: wasConfirmed || account === peerKey });
      shares.add(node.from, account);
    },
    mark(account) {
      if (equivocators.has(account)) return false;
      equivocators.set(account, true);
      return true;
    },
    confirm(account) {
      const entry = valid(account);
      if (entry) entries.set(account, { ...entry, isConfirmed: true });
    },
  };
}

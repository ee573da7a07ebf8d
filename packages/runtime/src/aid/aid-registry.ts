import type { AidJobTemplate, AidMatch, AidRequest, Cid, Clock, Did, Signed } from "@icn-mesh/core";
import type { AidBody } from "./aid-records.ts";

/** What is asked for and offered now, as far as this node has heard. */
export interface AidRegistry {
  readonly size: number;
  /** How many records of an author are kept. */
  countOf(author: Did): number;
  get(cid: Cid): Signed<AidBody> | undefined;
  add(record: Signed<AidBody>): void;
  remove(cid: Cid): void;
  /** Requests that count: neither expired nor withdrawn. */
  requests(): readonly Signed<AidRequest>[];
  /** Templates that count: neither expired nor withdrawn. */
  templates(): readonly Signed<AidJobTemplate>[];
  /** The matches of a request, each by the author of its template. */
  matchesOf(request: Cid): readonly Signed<AidMatch>[];
  /** Everything whose time is over. */
  expired(): readonly Signed<AidBody>[];
  /** When a record came, on the monotonic clock. */
  cameAt(cid: Cid): number;
}

/** An empty registry. */
export function createAidRegistry(clock: Pick<Clock, "monotonic" | "now">): AidRegistry {
  const records = new Map<Cid, { readonly record: Signed<AidBody>; readonly at: number }>();
  const counts = new Map<Did, number>();
  const matches = new Map<Cid, Set<Signed<AidMatch>>>();
  const withdrawn = new Set<string>();

  function isLive({ cid, body }: Signed<AidBody>): boolean {
    return body.expiresAt > clock.now() && !withdrawn.has(wordOf(body.by, cid));
  }

  function live<Type extends AidBody["t"]>(type: Type): readonly Signed<Extract<AidBody, { t: Type }>>[] {
    const all = [...records.values()].map(({ record }) => record);
    return all.filter((record) => record.body.t === type && isLive(record)) as Signed<
      Extract<AidBody, { t: Type }>
    >[];
  }

  /** What a record means to others, which it no longer means when it is removed. */
  function apply(record: Signed<AidBody>, isHere: boolean): void {
    const { body } = record;
    if (body.t === "icn/aid-withdrawal/1") toggle(withdrawn, wordOf(body.by, body.of), isHere);
    if (body.t !== "icn/aid-match/1") return;
    const those = matches.get(body.request) ?? new Set();
    toggle(those, record as Signed<AidMatch>, isHere);
    if (those.size === 0) matches.delete(body.request);
    else matches.set(body.request, those);
  }

  function count(author: Did, by: 1 | -1): void {
    const next = (counts.get(author) ?? 0) + by;
    if (next === 0) counts.delete(author);
    else counts.set(author, next);
  }

  return {
    get size() {
      return records.size;
    },
    countOf: (author) => counts.get(author) ?? 0,
    get: (cid) => records.get(cid)?.record,
    add(record) {
      if (records.has(record.cid)) return;
      records.set(record.cid, { record, at: clock.monotonic() });
      count(record.body.by, 1);
      apply(record, true);
    },
    remove(cid) {
      const known = records.get(cid);
      if (known === undefined) return;
      records.delete(cid);
      count(known.record.body.by, -1);
      apply(known.record, false);
    },
    requests: () => live("icn/aid-request/1"),
    templates: () => live("icn/aid-template/1"),
    matchesOf(request) {
      const all = [...(matches.get(request) ?? [])];
      return all.filter(({ body }) => records.get(body.template)?.record.body.by === body.by);
    },
    expired() {
      const all = [...records.values()].map(({ record }) => record);
      return all.filter(({ body }) => body.expiresAt <= clock.now());
    },
    cameAt: (cid) => records.get(cid)?.at ?? clock.monotonic(),
  };
}

/** Only the author can withdraw, so that the word of another is about nothing. */
function wordOf(author: Did, cid: Cid): string {
  return `${author} ${cid}`;
}

function toggle<Item>(set: Set<Item>, item: Item, isIn: boolean): void {
  if (isIn) set.add(item);
  else set.delete(item);
}

import type { CommitResult, NetworkId, Ref, RefEvent, RowRange, Storage } from "@icn-mesh/core";
import { JOBS_MODEL } from "../job/jobs-projection.ts";
import { SPENT_MODEL } from "../quota/spent-projection.ts";

/** The part of a store that belongs to one federation. */
export interface StorageScope {
  /** Refs and rows of that federation, under the names that they have in a store of their own; blocks are those of all. */
  readonly storage: Storage;
  /** What the whole store calls a ref. */
  readonly nameInStore: (name: string) => string;
}

/** Refs that name their federation themselves, or belong to none. */
const SHARED: ReadonlySet<string> = new Set([
  "block/",
  "federation/",
  "heads/",
  "lease/",
  "mana/",
  "pin/",
  "purse/",
]);
/** Read models whose keys begin with the federation where the ref does. */
const SCOPED_MODELS: ReadonlySet<string> = new Set([JOBS_MODEL, SPENT_MODEL]);

/** The part of a federation: its name stands in every ref behind the first part, as in `job/<net>/<id>`. */
export function scopeStorage(store: Storage, net: NetworkId): StorageScope {
  const scope = `${net}/`;

  const { nameInStore, nameHere } = scopeNames(scope);

  async function* refs(prefix: string): AsyncGenerator<Ref, void, undefined> {
    for await (const { name, cid } of store.refs(prefix.includes("/") ? nameInStore(prefix) : prefix)) {
      const here = nameHere(name);
      if (here !== undefined) yield { name: here, cid };
    }
  }

  async function* follow(
    prefix: string,
    events: AsyncIterable<RefEvent>,
  ): AsyncGenerator<RefEvent, void, undefined> {
    for await (const { name, cid } of events) {
      const here = nameHere(name);
      if (here?.startsWith(prefix)) yield { name: here, cid };
    }
  }

  function resultHere(result: CommitResult): CommitResult {
    return result.ok ? result : { ...result, ref: nameHere(result.ref) ?? result.ref };
  }

  const storage: Storage = {
    ...store,
    ref: (name) => store.ref(nameInStore(name)),
    refs,
    follow: (prefix, options) =>
      follow(prefix, store.follow(prefix.includes("/") ? nameInStore(prefix) : "", options)),
    rows: (model, range) =>
      SCOPED_MODELS.has(model)
        ? scopedRows(store.rows(model, rangeIn(scope, range)), scope)
        : store.rows(model, range),
    async commit({ blocks = [], refs: changes = [] }) {
      const renamed = changes.map((change) => ({ ...change, name: nameInStore(change.name) }));
      return resultHere(await store.commit({ blocks, refs: renamed }));
    },
    close: async () => undefined,
  };
  return { storage, nameInStore };
}

interface ScopeNames {
  readonly nameInStore: (name: string) => string;
  /** Undefined for a ref of another part. */
  readonly nameHere: (name: string) => string | undefined;
}

function scopeNames(scope: string): ScopeNames {
  return {
    nameInStore(name) {
      const first = firstPart(name);
      return SHARED.has(first) ? name : `${first}${scope}${name.slice(first.length)}`;
    },
    nameHere(name) {
      const first = firstPart(name);
      if (SHARED.has(first)) return name;
      const isHere = name.startsWith(scope, first.length);
      return isHere ? `${first}${name.slice(first.length + scope.length)}` : undefined;
    },
  };
}

/** Up to and with the first slash. */
function firstPart(name: string): string {
  const end = name.indexOf("/");
  return end < 0 ? "" : name.slice(0, end + 1);
}

/** The character behind the slash. */
const BEHIND = "0";

function rangeIn(scope: string, range: RowRange = {}): RowRange {
  const { from = "", to } = range;
  const end = to === undefined ? `${scope.slice(0, -1)}${BEHIND}` : `${scope}${to}`;
  return { ...range, from: `${scope}${from}`, to: end };
}

async function* scopedRows(
  rows: ReturnType<Storage["rows"]>,
  scope: string,
): ReturnType<Storage["rows"]> & AsyncGenerator {
  for await (const { key, value } of rows) yield { key: key.slice(scope.length), value };
}

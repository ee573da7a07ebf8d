import type { Cid, RefChange, Storage } from "@icn-mesh/core";
import { DONE, PAYLOADS } from "../job/ref-names.ts";
import { keepHere } from "../payloads/keep-payload.ts";
import type { NeededPayloads } from "./needed-payloads.ts";
import type { PruneParts, Removal, RemovalKind } from "./removal.ts";

/** Removes things, some at a time. */
export interface Remover {
  readonly gone: Readonly<Record<RemovalKind, number>>;
  /** The jobs among them. */
  readonly jobs: ReadonlySet<string>;
  /** Of a dry run, all refs that would be gone. */
  readonly names: ReadonlySet<string>;
  take(removal: Removal | undefined): Promise<void>;
  /** Removes what was taken and still waits. */
  flush(): Promise<void>;
  /** Keeps again what was removed and is needed since, while its blocks are here. */
  keepNeeded(): Promise<void>;
}

/** What a remover goes by. */
export interface RemoverTerms {
  readonly needed: NeededPayloads;
  readonly dryRun: boolean;
}

const BATCH = 32;

/** A remover that has removed nothing. */
export function createRemover(parts: PruneParts, { needed, dryRun }: RemoverTerms): Remover {
  const { storage } = parts;
  const gone = { job: 0, work: 0, bid: 0, log: 0, payload: 0, key: 0, charge: 0, aid: 0, chain: 0 };
  const [names, jobs, payloads] = [new Set<string>(), new Set<string>(), new Set<Cid>()];
  let waiting: Removal[] = [];

  async function flush(): Promise<void> {
    const some = waiting;
    waiting = [];
    if (some.some(({ kind }) => kind === "payload")) await needed.lookAgain();
    const free = some.filter((each) => each.kind !== "payload" || !needed.has(payloadIn(each)));
    for (const each of dryRun ? free : await removeSome(storage, free)) note(each);
  }

  function note(removal: Removal): void {
    const { kind, refs } = removal;
    gone[kind] += 1;
    if (kind === "job") jobs.add(subject(removal, DONE));
    if (kind === "payload") payloads.add(payloadIn(removal));
    if (dryRun) for (const { name } of refs) names.add(name);
  }

  return {
    gone,
    jobs,
    names,
    flush,
    async take(removal) {
      if (removal !== undefined) waiting.push(removal);
      if (waiting.length >= BATCH) await flush();
    },
    async keepNeeded() {
      if (dryRun) return;
      await needed.lookAgain();
      for (const root of payloads) {
        if (!needed.has(root)) continue;
        await keepHere(parts, root);
        gone.payload -= 1;
      }
    },
  };
}

function payloadIn(removal: Removal): Cid {
  return subject(removal, PAYLOADS) as Cid;
}

/** What the first of its refs is named after. */
function subject({ refs: [first] }: Removal, prefix: string): string {
  return first?.name.slice(prefix.length) ?? "";
}

/** Removes all of them at once; where one has changed meanwhile, each by itself. Resolves to those that are gone. */
async function removeSome(storage: Storage, some: readonly Removal[]): Promise<readonly Removal[]> {
  if (some.length === 0 || (await storage.commit({ refs: some.flatMap(changesOf) })).ok) return some;
  const removed: Removal[] = [];
  for (const each of some) if ((await storage.commit({ refs: changesOf(each) })).ok) removed.push(each);
  return removed;
}

function changesOf({ refs }: Removal): readonly RefChange[] {
  return refs.map(({ name, cid }) => ({ name, expect: cid, to: null }));
}

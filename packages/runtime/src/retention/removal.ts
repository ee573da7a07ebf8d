import type { Cid, Clock, Ref, Storage } from "@icn-mesh/core";

/** What can go. */
export type RemovalKind = "job" | "work" | "bid" | "log" | "payload" | "key" | "charge" | "aid" | "chain";

/** One thing that goes, as the refs that keep it: all of them, from where they point now, or none. */
export interface Removal {
  readonly kind: RemovalKind;
  readonly refs: readonly Ref[];
}

/** What looking for things that can go takes. */
export interface PruneParts {
  readonly storage: Storage;
  readonly clock: Clock;
}

const AT_A_TIME = 32;

/** Lets everybody else have a turn, every so often. */
export function createBreather(
  clock: Pick<Clock, "after">,
  signal: AbortSignal,
): () => Promise<void> | undefined {
  let count = 0;
  return () => {
    count += 1;
    return count % AT_A_TIME === 0 ? clock.after(0, { signal }) : undefined;
  };
}

/** Those of some refs that are there. */
export async function refsOf(
  storage: Pick<Storage, "ref">,
  names: readonly string[],
): Promise<readonly Ref[]> {
  const refs: Ref[] = [];
  for (const name of names) {
    const cid: Cid | null = await storage.ref(name);
    if (cid !== null) refs.push({ name, cid });
  }
  return refs;
}

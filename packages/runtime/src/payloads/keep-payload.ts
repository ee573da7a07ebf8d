import {
  type BlockInput,
  type Cid,
  type Clock,
  type CommitInput,
  cidOf,
  codecOf,
  type RefChange,
  type Storage,
} from "@icn-mesh/core";
import { getValue, sizeOfFile } from "@icn-mesh/dag";
import { refNames } from "../job/ref-names.ts";
import { type PayloadEntry, payloadRecord } from "./payload-record.ts";

/** What keeping takes. */
export interface KeepParts {
  readonly storage: Storage;
  readonly clock: Pick<Clock, "now">;
}

/** A payload, and those of its blocks that are to be written with its entry. */
export interface KeptPayload {
  readonly root: Cid;
  readonly bytes: number;
  readonly blocks?: readonly BlockInput[];
}

/** An entry that is younger than this is as good as new. */
const FRESH_MS = 1_800_000;

/** What is to be committed so that a payload stays; the race is lost where it stays already. */
export function keeping(
  clock: Pick<Clock, "now">,
  { root, bytes }: KeptPayload,
  expect: Cid | null = null,
): { readonly blocks: readonly [BlockInput]; readonly refs: readonly [RefChange & { readonly to: Cid }] } {
  const entry = payloadRecord.codec.encode({ t: "icn-mesh/payload/1", root, bytes, at: clock.now() });
  return { blocks: [{ bytes: entry }], refs: [{ name: refNames.payload(root), expect, to: cidOf(entry) }] };
}

/** Keeps a payload from now on, with its blocks, however long it was kept before. */
export async function keepPayload({ storage, clock }: KeepParts, payload: KeptPayload): Promise<void> {
  for (;;) {
    const expect = await storage.ref(refNames.payload(payload.root));
    const { blocks, refs } = keeping(clock, payload, expect);
    const result = await storage.commit({ blocks: [...(payload.blocks ?? []), ...blocks], refs });
    if (result.ok) return;
  }
}

/** The entry of a payload that is kept, all of it; undefined where it is not. */
export async function payloadEntry(storage: Storage, root: Cid): Promise<PayloadEntry | undefined> {
  const cid = await storage.ref(refNames.payload(root));
  return cid === null ? undefined : entryAt(storage, cid);
}

async function entryAt(storage: Storage, cid: Cid): Promise<PayloadEntry | undefined> {
  const found = await getValue(storage, payloadRecord.codec, cid);
  return found.ok ? found.value : undefined;
}

/** True for an entry that need not be renewed when somebody wants its payload. */
export function isFresh({ at }: PayloadEntry, clock: Pick<Clock, "now">): boolean {
  const age = clock.now() - at;
  return age >= 0 && age < FRESH_MS;
}

/** What is to be committed so that a payload stays whose blocks are here, kept by something else so far. */
export async function keepingHere(
  { storage, clock }: KeepParts,
  root: Cid,
): Promise<Required<Pick<CommitInput, "blocks" | "refs">>> {
  const expect = await storage.ref(refNames.payload(root));
  const known = expect === null ? undefined : await entryAt(storage, expect);
  if (known !== undefined && isFresh(known, clock)) return { blocks: [], refs: [] };
  const block = await storage.get(root);
  if (block === undefined) return { blocks: [], refs: [] };
  const bytes =
    codecOf(root) === "raw" ? block.length : await sizeOfFile(storage, root).catch(() => block.length); // no file
  return keeping(clock, { root, bytes }, expect);
}

/** Keeps a payload from now on whose blocks are here; nothing where they are not. */
export async function keepHere(parts: KeepParts, root: Cid): Promise<void> {
  for (;;) {
    const result = await parts.storage.commit(await keepingHere(parts, root));
    if (result.ok) return;
  }
}

import {
  type Block,
  type Cid,
  type CommitResult,
  CoreError,
  type Projection,
  type RefChange,
} from "@icn-mesh/core";
import { findLostRace, type PreparedCommit, projectModel } from "@icn-mesh/core/storage";

/** What a store holds before a group of commits, as far as judging them needs it. */
export interface StoreView {
  ref(name: string): Cid | null;
  has(cid: Cid): boolean;
  block(cid: Cid): Uint8Array | undefined;
  row(model: string, key: string): Uint8Array | undefined;
  /** True if the block is stored and whole; a damaged one is stored again. */
  isStored(block: Block): boolean;
}

/** The rows that change, per model and key; null deletes. */
export type RowChanges = ReadonlyMap<string, ReadonlyMap<string, Uint8Array | null>>;

/** What a group of commits changes as a whole, to be written at once or not at all. */
export interface GroupEffects {
  /** Only blocks that are not stored yet. */
  readonly blocks: ReadonlyMap<Cid, Uint8Array>;
  /** Where each changed ref points in the end; null removes it. */
  readonly refs: ReadonlyMap<string, Cid | null>;
  readonly rows: RowChanges;
}

/** What becomes of one commit of a group, once the effects of the group are durable. */
export type CommitVerdict =
  | { readonly result: CommitResult; readonly changes: readonly RefChange[] }
  | { readonly error: unknown };

/** The commits of a group judged in order, each on what those before it left. */
export interface JudgedGroup {
  readonly verdicts: readonly CommitVerdict[];
  readonly effects: GroupEffects;
}

/**
 * Judges commits that are going to be written together. A lost race or a refused commit is a verdict on that commit
 * alone and leaves no trace in the effects.
 */
export function judgeGroup(
  commits: readonly PreparedCommit[],
  view: StoreView,
  projections: readonly Projection[],
): JudgedGroup {
  const overlay = createOverlay(view);
  const verdicts = commits.map((commit): CommitVerdict => {
    try {
      return judgeCommit(commit, overlay, projections);
    } catch (error) {
      return { error };
    }
  });
  return { verdicts, effects: overlay.effects };
}

/** The store with the commits judged so far applied to it. */
interface Overlay {
  readonly view: StoreView;
  readonly effects: {
    readonly blocks: Map<Cid, Uint8Array>;
    readonly refs: Map<string, Cid | null>;
    readonly rows: Map<string, Map<string, Uint8Array | null>>;
  };
  ref(name: string): Cid | null;
  row(model: string, key: string): Uint8Array | undefined;
}

function createOverlay(view: StoreView): Overlay {
  const effects: Overlay["effects"] = { blocks: new Map(), refs: new Map(), rows: new Map() };
  return {
    view,
    effects,
    ref(name) {
      const changed = effects.refs.get(name);
      return changed === undefined ? view.ref(name) : changed;
    },
    row(model, key) {
      const changed = effects.rows.get(model)?.get(key);
      return changed === undefined ? view.row(model, key) : (changed ?? undefined);
    },
  };
}

function judgeCommit(
  { blocks, refs }: PreparedCommit,
  overlay: Overlay,
  projections: readonly Projection[],
): CommitVerdict {
  const lost = findLostRace(refs, overlay.ref);
  if (lost !== undefined) return { result: { ok: false, ...lost }, changes: [] };
  const cids = blocks.map(({ cid }) => cid);
  if (refs.length === 0) {
    addBlocks(blocks, overlay);
    return { result: { ok: true, cids }, changes: refs };
  }
  const added = new Map(blocks.map(({ cid, bytes }) => [cid, bytes]));
  for (const { name, to } of refs) if (to !== null) assertTarget(name, to, { overlay, added });
  const changes = refs.filter(({ expect, to }) => expect !== to);
  const rows = changes.length === 0 ? [] : projectChanges(changes, { overlay, added }, projections);
  addBlocks(blocks, overlay);
  applyChanges(overlay, changes, rows);
  return { result: { ok: true, cids }, changes };
}

interface Candidate {
  readonly overlay: Overlay;
  readonly added: ReadonlyMap<Cid, Uint8Array>;
}

function assertTarget(ref: string, cid: Cid, { overlay, added }: Candidate): void {
  if (added.has(cid) || overlay.effects.blocks.has(cid) || overlay.view.has(cid)) return;
  throw new CoreError(`the target of ${ref} is neither stored nor in the commit`, {
    code: "CORE_REF_TARGET_MISSING",
    ref,
    cid,
  });
}

type ModelRows = readonly [model: string, rows: ReadonlyMap<string, Uint8Array | null>];

function projectChanges(
  changes: readonly RefChange[],
  { overlay, added }: Candidate,
  projections: readonly Projection[],
): readonly ModelRows[] {
  const block = (cid: Cid) => added.get(cid) ?? overlay.effects.blocks.get(cid) ?? overlay.view.block(cid);
  const concerned = projections.filter(({ prefix }) => changes.some(({ name }) => name.startsWith(prefix)));
  return concerned.map((projection): ModelRows => {
    const before = (key: string) => overlay.row(projection.model, key);
    return [projection.model, projectModel(projection, changes, { block, before })];
  });
}

function addBlocks(blocks: readonly Block[], { view, effects }: Overlay): void {
  for (const block of blocks) {
    if (!effects.blocks.has(block.cid) && !view.isStored(block)) effects.blocks.set(block.cid, block.bytes);
  }
}

function applyChanges({ effects }: Overlay, changes: readonly RefChange[], rows: readonly ModelRows[]): void {
  for (const { name, to } of changes) effects.refs.set(name, to);
  for (const [model, changed] of rows) {
    const all = effects.rows.get(model) ?? new Map<string, Uint8Array | null>();
    effects.rows.set(model, all);
    for (const [key, value] of changed) all.set(key, value);
  }
}

import {
  type AnyBody,
  type Cid,
  type Commit,
  type Commits,
  commitsRecord,
  orAborted,
  readRecord,
  type Signed,
  signRecord,
} from "@icn-mesh/core";
import { type LifecycleState, liveAttempts } from "@icn-mesh/mesh";
import { refNames } from "../job/ref-names.ts";
import type { JobDesk } from "../manager/job-desk.ts";

/**
 * Ends the time in which replicas commit. The list of commits is written before anybody sees it, and is the same after a
 * crash; guards note it before any executor hears of it, so that whoever has seen a result is too late to commit.
 */
export async function revealCommits(desk: JobDesk, signal: AbortSignal): Promise<void> {
  const { parts, book } = desk;
  const commits = (await keptCommits(desk)) ?? (await writeCommits(desk));
  signal.throwIfAborted();
  await showToGuards(desk, commits, signal);
  const name = refNames.commits(book.id);
  await desk.change(() => ({
    said: [commits],
    extras: { refs: [{ name, expect: commits.cid, to: null }] },
  }));
  parts.logger.debug("commits shown", { job: book.id, commits: commits.body.commits.length });
}

/** Signed again rather than read with its signature: the same key over the same bytes gives the same signature. */
async function keptCommits({ parts, book }: JobDesk): Promise<Signed<Commits> | undefined> {
  const cid = await parts.storage.ref(refNames.commits(book.id));
  const bytes = cid === null ? undefined : await parts.storage.get(cid);
  if (bytes === undefined) return undefined;
  const read = readRecord(commitsRecord, bytes, await parts.signer.sign(bytes));
  return read.ok ? read.value : undefined;
}

async function writeCommits({ parts, book }: JobDesk): Promise<Signed<Commits>> {
  const { federation, signer, storage } = parts;
  const body: Commits = {
    t: "icn/commits/1",
    net: federation.net,
    by: signer.did,
    via: null,
    job: book.id,
    commits: commitsOf(book).map(({ bytes, sig }) => ({ body: bytes, sig })),
  };
  const signed = await signRecord(commitsRecord, body, signer);
  const name = refNames.commits(book.id);
  await storage.commit({
    blocks: [{ bytes: signed.bytes }],
    refs: [{ name, expect: null, to: signed.cid }],
  });
  return signed;
}

function commitsOf({ facts, state }: JobDesk["book"]): readonly Signed<Commit>[] {
  const live = committedIn(state);
  return [...facts.values()].filter(
    (fact: Signed<AnyBody>): fact is Signed<Commit> =>
      fact.body.t === "icn/commit/1" && live.has(fact.body.assignment),
  );
}

function committedIn(state: LifecycleState): ReadonlySet<Cid> {
  if (!("seats" in state)) return new Set();
  return new Set(state.seats.flatMap((seat) => (seat.phase === "committed" ? [seat.assignment] : [])));
}

/** Shown by way of any attempt that is still open: one may have been settled by its executor. */
async function showToGuards(
  desk: JobDesk,
  { bytes, sig }: Signed<Commits>,
  signal: AbortSignal,
): Promise<void> {
  const { parts, book } = desk;
  const { own } = parts.accounts;
  for (const { assignment } of liveAttempts(book.state)) {
    const ruling = await orAborted(own.show(assignment, [{ body: bytes, sig }]), signal);
    if (ruling.ok) return;
    parts.logger.warn("guards do not note the commits", { job: book.id, code: ruling.refusal.code });
  }
}

import {
  type Assignment,
  acceptanceRecord,
  type Bid,
  type Cid,
  type Settlement,
  type Signed,
} from "@icn-mesh/core";
import { linkSlot, type ManaRefusal, type Proof, type ProvenSlot, type Ruling } from "@icn-mesh/economics";
import { certifiedMoney } from "../job/certified-money.ts";
import { jobFields } from "../job/job-fields.ts";
import { refNames } from "../job/ref-names.ts";
import { agreedProofs } from "../quorum/agreed-proofs.ts";
import { isQuorum } from "../quorum/is-quorum.ts";
import { showEvidence } from "../quorum/show-evidence.ts";
import type { Task } from "../tasks/keyed-tasks.ts";
import { isFunded } from "./is-funded.ts";
import type { JobDesk } from "./job-desk.ts";
import { type Owed, owedOf, type Word } from "./owed.ts";

/** What a job owes besides its next steps, as tasks. */
export function moneyTasks(desk: JobDesk, finished: () => void): readonly Task[] {
  const hold = desk.parts.accounts.own.ledger.hold(desk.book.job.body.hold);
  return owedOf(desk.book, hold).map((owed) => ({
    key: keyOf(owed),
    run: (signal) => pay(desk, { owed, signal, finished }),
  }));
}

function keyOf(owed: Owed): string {
  switch (owed.do) {
    case "certify":
    case "notify":
    case "reveal":
    case "stop":
      return `${owed.do} ${owed.assignment.cid}`;
    case "settle":
      return `settle ${owed.assignment} ${owed.word?.cid ?? "without a word"}`;
    case "close":
    case "finish":
      return owed.do;
  }
}

interface Payment {
  readonly owed: Owed;
  readonly signal: AbortSignal;
  readonly finished: () => void;
}

async function pay(desk: JobDesk, { owed, signal, finished }: Payment): Promise<void> {
  switch (owed.do) {
    case "certify":
      return certify(desk, owed.assignment, signal);
    case "notify":
      return notify(desk, owed.assignment, signal);
    case "reveal":
      return reveal(desk, owed, signal);
    case "stop":
      return stopWork(desk, owed, signal);
    case "settle":
      return settle(desk, owed, signal);
    case "close":
      return close(desk, signal);
    case "finish":
      if (await hasFundsAfterAll(desk, signal)) return desk.money.changed();
      await finish(desk);
      return finished();
  }
}

/** An assignment that guards refuse for good is over: its executor was told of nothing, and does nothing. */
async function certify(desk: JobDesk, assignment: Signed<Assignment>, signal: AbortSignal): Promise<void> {
  const { parts, book } = desk;
  const acceptance = [...book.facts.values()].find(
    ({ body }) =>
      body.t === acceptanceRecord.type && "assignment" in body && body.assignment === assignment.cid,
  );
  const bid = book.facts.get(assignment.body.bid) as Signed<Bid> | undefined;
  if (acceptance === undefined || bid === undefined) return;
  const ruling = await parts.accounts.own.certifyAssignment({
    assignment,
    job: book.job.bytes,
    bid: bid.bytes,
    acceptance: { body: acceptance.bytes, sig: acceptance.sig },
    ...(await agreedProofs(desk, assignment.body)),
  });
  if (ruling.ok) return desk.money.changed();
  signal.throwIfAborted();
  parts.logger.warn("assignment not certified", { ...jobFields(book.id), code: ruling.refusal.code });
  const at = parts.clock.now();
  await desk.change(() => ({ said: [{ type: "lost", assignment: assignment.cid, reason: "internal", at }] }));
}

const NOTIFY_AGAIN_MS = 1000;

/** Told until it listens, or shows that it knows, or has lost the attempt. */
async function notify(desk: JobDesk, assignment: Signed<Assignment>, signal: AbortSignal): Promise<void> {
  const { network, accounts, clock } = desk.parts;
  const { hold, seq, executor } = assignment.body;
  for (;;) {
    const proof = (await accounts.own.proof(linkSlot(hold, seq))) ?? null;
    if (await network.notifyAssignment(executor, { assignment, proof }, { signal })) return;
    await clock.after(NOTIFY_AGAIN_MS, { signal });
  }
}

/** Told until it has it in writing, or shows its result, or is lost. */
async function reveal(
  { parts: { network, clock } }: JobDesk,
  { assignment, commits }: Extract<Owed, { readonly do: "reveal" }>,
  signal: AbortSignal,
): Promise<void> {
  while (!(await network.showCommits(assignment.body.executor, commits, { signal })))
    await clock.after(NOTIFY_AGAIN_MS, { signal });
}

/** Told until it answers, or its attempt is settled without it. */
async function stopWork(
  { parts: { network, clock } }: JobDesk,
  { assignment, cancel }: Extract<Owed, { readonly do: "stop" }>,
  signal: AbortSignal,
): Promise<void> {
  while ((await network.cancel(assignment.body.executor, cancel, { signal })) === undefined)
    await clock.after(NOTIFY_AGAIN_MS, { signal });
}

/** An assignment, and the word of its executor to have it settled by. */
export interface Settling {
  readonly assignment: Cid;
  readonly word: Word | null;
}

/** Has an assignment settled; without a word that is possible once its time to claim is over, or by what others show. */
export async function settle(
  desk: JobDesk,
  { assignment, word }: Settling,
  signal: AbortSignal,
): Promise<void> {
  const { accounts, heads, network } = desk.parts;
  const shown = word === null ? [] : [{ body: word.bytes, sig: word.sig }];
  if (isQuorum(desk.book.job.body) && word?.body.t === "icn/receipt/1")
    await showEvidence(desk, assignment, signal);
  const proven = await untilDone(desk, signal, () => accounts.own.settle(assignment, shown));
  const certified = accounts.own.ledger.assignment(assignment);
  if (certified?.settlement === undefined) return desk.money.changed();
  const { executor } = certified.body;
  heads.settled(assignment);
  await share(desk, { proof: proven, payee: executor, signal });
  const isDoneHere = accounts.clientOf(executor) !== undefined;
  if (isDoneHere && proven !== undefined) await network.showProof(network.self, proven);
}

async function close(desk: JobDesk, signal: AbortSignal): Promise<void> {
  const { accounts } = desk.parts;
  const { body, bytes } = desk.book.job;
  const proven = await untilDone(desk, signal, () => accounts.own.close(body.hold, bytes));
  await share(desk, { proof: proven, payee: body.by, signal });
}

/**
 * Tells those whom a certificate pays: accounts that are here at once, any other if it can be reached. Whoever waits for
 * money here is told in any case: what is certified is no longer owed, so that telling others may be cut short.
 */
async function share({ parts, money }: JobDesk, { proof, payee, signal }: Shared): Promise<void> {
  try {
    if (proof === undefined) return;
    await parts.accounts.passOn(proof);
    if (parts.accounts.clientOf(payee) !== undefined) return;
    await parts.network.showProof(payee, proof, { signal });
  } finally {
    money.changed();
  }
}

interface Shared {
  readonly proof: Proof | undefined;
  readonly payee: Assignment["executor"];
  readonly signal: AbortSignal;
}

/** Refusals after which the money is where it should be, whoever has seen to that. */
const DONE: ReadonlySet<ManaRefusal["code"]> = new Set(["ECONOMICS_HOLD_CLOSED", "ECONOMICS_SLOT_TAKEN"]);
const LONGEST_PAUSE_MS = 60_000;
const FIRST_PAUSE_MS = 1000;

async function untilDone(
  { parts, book }: JobDesk,
  signal: AbortSignal,
  act: () => Promise<Ruling<ProvenSlot>>,
): Promise<Proof | undefined> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    const ruling = await act();
    if (ruling.ok) return ruling.value.proof;
    const { refusal } = ruling;
    if (DONE.has(refusal.code)) return undefined;
    parts.logger.debug("guards refuse", { ...jobFields(book.id), code: refusal.code });
    const waitMs = refusal.code === "ECONOMICS_NOT_YET" ? refusal.retryInMs : pauseMs;
    await parts.clock.after(waitMs, { signal });
  }
}

/** A hold that was on its way when its job was cancelled is certified all the same, and has to be returned. */
async function hasFundsAfterAll({ parts, book }: JobDesk, signal: AbortSignal): Promise<boolean> {
  const isKnown = parts.accounts.own.ledger.hold(book.job.body.hold) !== undefined;
  return !isKnown && (await isFunded(parts, book, signal));
}

/** The job leaves the working set: its history is complete, and nothing can be added to it. */
async function finish({ parts, book }: JobDesk): Promise<void> {
  const { head, id } = book;
  if (head === null) return;
  const settled = await settledFor(parts, book);
  for (const [assignment, settlement] of settled)
    await parts.settlements?.add({ id: assignment, net: parts.federation.net, settlement });
  const charge = parts.quotas.end(id, takenIn(settled));
  await parts.storage.commit({
    blocks: charge?.extras.blocks ?? [],
    refs: [
      { name: refNames.job(id), expect: head, to: null },
      { name: refNames.done(id), expect: null, to: head },
      ...(charge?.extras.refs ?? []),
    ],
  });
  charge?.closed();
}

/** How each attempt was settled, where somebody wants to know. */
async function settledFor(
  { accounts, quotas, settlements }: JobDesk["parts"],
  book: JobDesk["book"],
): Promise<ReadonlyMap<Cid, Settlement>> {
  const settled = new Map<Cid, Settlement>();
  if (settlements === undefined && !quotas.counts(book.id)) return settled;
  const { assignments } = await certifiedMoney(accounts.own, book);
  for (const [assignment, settlement] of assignments)
    if (settlement !== null) settled.set(assignment, settlement);
  return settled;
}

/** What all attempts together have cost. */
function takenIn(settled: ReadonlyMap<Cid, Settlement>): bigint {
  return [...settled.values()].reduce((sum, { taken }) => sum + taken, 0n);
}

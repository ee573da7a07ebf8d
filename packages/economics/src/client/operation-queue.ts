import {
  type Action,
  type BlockInput,
  type CommitResult,
  createBoundedQueue,
  type Embedded,
  type HoldId,
  type Operation,
  openRecord,
  operationRecord,
  type RefChange,
  type Signed,
  signRecord,
} from "@icn-mesh/core";
import { createAccountDraft } from "../ledger/account-draft.ts";
import { newAccountEntry } from "../ledger/account-entry.ts";
import { judgeAction } from "../ledger/judge-operation.ts";
import { operationSlot } from "../money-slot.ts";
import { granted, type ManaRefusal, type Ruling, refused } from "../refusal.ts";
import { certifyOperation } from "./certify-operation.ts";
import { outgoing, type Wallet } from "./wallet.ts";

/** An action as it was certified: its place in the chain of the account. */
export interface PlacedAction extends HoldId {
  readonly slot: string;
  readonly action: Action;
}

/** What an account wants done. */
export interface ActionRequest {
  /** The action, or how to make it once its place is known: the body of a job names the place of its hold. */
  readonly action: Action | ((place: HoldId) => Action);
  /** What must be durable before the action is sent, in the same write. */
  readonly blocks?: readonly BlockInput[];
  readonly refs?: readonly RefChange[];
}

/** Performs the actions of one account, as many at a time as are waiting, in one chain of operations. */
export interface OperationQueue {
  perform(request: ActionRequest): Promise<Ruling<PlacedAction>>;
  /** Goes on with an operation that was sent before a restart and not certified. */
  resume(): Promise<void>;
}

interface Waiting {
  readonly request: ActionRequest;
  readonly resolve: (ruling: Ruling<PlacedAction>) => void;
  readonly reject: (reason: unknown) => void;
}

/** An operation with the actions that wait for it. */
interface Batch {
  readonly signed: Signed<Operation>;
  readonly waiting: readonly Waiting[];
}

/** No more than this many actions wait at a time. */
const MOST_WAITING = 65_536;
const MOST_ACTIONS = 256;

/** The queue of the wallet's account. When the signal aborts, everything that waits rejects with its reason. */
export function createOperationQueue(
  wallet: Wallet,
  options: { readonly signal: AbortSignal; readonly membership: Embedded | undefined },
): OperationQueue {
  const queue = createBoundedQueue<Waiting>({ max: MOST_WAITING, whenFull: "refuse" });
  const { signal } = options;
  let isDraining = false;
  let taken: readonly Waiting[] = [];

  async function drainBatch(): Promise<void> {
    signal.throwIfAborted();
    taken = takeSome(queue);
    const batch = await commitBatch(wallet, taken);
    if (batch !== undefined) answer(batch, await certifyOperation(wallet, batch.signed, options));
    taken = [];
  }

  /** Nothing may come between finding the queue empty and being startable again, or who comes there is never served. */
  async function drain(): Promise<void> {
    isDraining = true;
    try {
      while (queue.size > 0) await drainBatch();
    } catch (reason) {
      for (const { reject } of [...taken, ...queue]) reject(reason);
      queue.clear();
      taken = [];
    } finally {
      isDraining = false;
    }
  }

  return {
    perform(request) {
      const { promise, resolve, reject } = Promise.withResolvers<Ruling<PlacedAction>>();
      if (!queue.push({ request, resolve, reject }))
        return Promise.resolve(refused({ code: "ECONOMICS_BUSY" }));
      if (!isDraining) void drain();
      return promise;
    },
    async resume() {
      const pending = await pendingOperation(wallet);
      if (pending === undefined) return;
      const outcome = await certifyOperation(wallet, pending, options);
      if (outcome.ok) await outcome.value.saved;
    },
  };
}

function takeSome(queue: { readonly size: number; shift(): Waiting | undefined }): readonly Waiting[] {
  const some: Waiting[] = [];
  while (queue.size > 0 && some.length < MOST_ACTIONS) {
    const next = queue.shift();
    if (next !== undefined) some.push(next);
  }
  return some;
}

/**
 * Puts what can be paid into one operation and writes it before anybody sees it. Actions that cannot be paid, and
 * those whose own refs lost a race, are refused here and spoil nothing for the others.
 */
async function commitBatch(wallet: Wallet, waiting: readonly Waiting[]): Promise<Batch | undefined> {
  const planned = plan(wallet, waiting);
  if (planned.waiting.length === 0) return undefined;
  const signed = await signRecord(operationRecord, planned.body, wallet.signer);
  const result = await writeBatch(wallet, { signed, waiting: planned.waiting });
  if (result.ok) return { signed, waiting: planned.waiting };
  const loser = planned.waiting.find(({ request }) => request.refs?.some(({ name }) => name === result.ref));
  const because: ManaRefusal = { code: "ECONOMICS_SLOT_TAKEN", slot: result.ref, by: result.actual };
  if (loser === undefined) {
    for (const { resolve } of planned.waiting) resolve(refused(because));
    return undefined;
  }
  loser.resolve(refused(because));
  return commitBatch(
    wallet,
    planned.waiting.filter((each) => each !== loser),
  );
}

function plan(
  { federation, ledger, account }: Wallet,
  waiting: readonly Waiting[],
): { readonly body: Operation; readonly waiting: readonly Waiting[] } {
  const entry = ledger.account(account) ?? newAccountEntry(account);
  const draft = createAccountDraft(entry);
  const actions: Action[] = [];
  const kept: Waiting[] = [];
  for (const each of waiting) {
    const index = actions.length;
    const action = actionAt(each, { account, seq: entry.next, index });
    const step = judgeAction(ledger, draft, { action, index });
    if (!step.ok) {
      each.resolve(step);
      continue;
    }
    draft.add(step.value);
    actions.push(action);
    kept.push(each);
  }
  const { next: seq, head: prev } = entry;
  return {
    body: { t: "icn/op/1", net: federation.net, by: account, via: null, seq, prev, do: actions },
    waiting: kept,
  };
}

function actionAt({ request: { action } }: Waiting, place: HoldId): Action {
  return typeof action === "function" ? action(place) : action;
}

function writeBatch({ storage, names }: Wallet, { signed, waiting }: Batch): Promise<CommitResult> {
  const { cid, bytes } = outgoing(signed);
  return storage.commit({
    blocks: [{ codec: "raw", bytes }, ...waiting.flatMap(({ request }) => request.blocks ?? [])],
    refs: [
      { name: names.sent(signed.slot), expect: null, to: cid },
      ...waiting.flatMap(({ request }) => request.refs ?? []),
    ],
  });
}

function answer({ signed, waiting }: Batch, outcome: Awaited<ReturnType<typeof certifyOperation>>): void {
  if (!outcome.ok) {
    for (const { resolve } of waiting) resolve(outcome);
    return;
  }
  const { slot, body } = signed;
  outcome.value.saved.then(
    () => {
      waiting.forEach(({ resolve }, index) => {
        resolve(granted({ slot, account: body.by, seq: body.seq, index, action: body.do[index] as Action }));
      });
    },
    (reason: unknown) => {
      for (const { reject } of waiting) reject(reason);
    },
  );
}

async function pendingOperation({
  federation,
  account,
  ledger,
  storage,
  names,
}: Wallet): Promise<Signed<Operation> | undefined> {
  const slot = operationSlot(federation.net, account, ledger.account(account)?.next ?? 0);
  const cid = await storage.ref(names.sent(slot));
  const envelope = cid === null ? undefined : await storage.get(cid);
  const opened = envelope && openRecord(operationRecord, envelope);
  return opened?.ok ? opened.value : undefined;
}

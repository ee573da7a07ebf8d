import type { NetworkId } from "@icn-mesh/core";
import {
  type Action,
  certificateCodec,
  type Deposit,
  depositRecord,
  type Operation,
  operationRecord,
} from "@icn-mesh/core";
import { type ManaClient, operationSlot } from "@icn-mesh/economics";

/** A change of an account's balances, as its own chain tells it. */
export interface AccountMove {
  readonly seq: number;
  readonly index: number;
  readonly action: Action;
  /** Why, in a word: the action itself, or of what was received what paid it. */
  readonly reason: string;
  readonly unit: string;
  /** Undefined for what was regenerated. */
  readonly change: bigint | undefined;
}

/** The moves in some operations of an account, the newest first. */
export interface MovePage {
  readonly moves: readonly AccountMove[];
  /** The operation before; null before the first. */
  readonly next: number | null;
}

/** How far to read: so many operations before one. */
export interface MoveRange {
  readonly limit: number;
  readonly before?: number | undefined;
}

/** Reads back the chain of an account whose key is here, out of the certificates that were kept. */
export async function accountHistory(
  client: ManaClient,
  net: NetworkId,
  { limit, before }: MoveRange,
): Promise<MovePage> {
  const end = Math.min(before ?? Number.POSITIVE_INFINITY, client.ledger.account(client.account)?.next ?? 0);
  const start = Math.max(0, end - limit);
  const moves: AccountMove[] = [];
  for (let seq = end - 1; seq >= start; seq--) moves.push(...(await movesAt(client, net, seq)));
  return { moves, next: start > 0 ? start : null };
}

async function movesAt(client: ManaClient, net: NetworkId, seq: number): Promise<readonly AccountMove[]> {
  const proof = await client.proof(operationSlot(net, client.account, seq));
  const operation = proof?.body && operationRecord.codec.decode(proof.body);
  if (!operation?.ok) return [];
  const moves = operation.value.do.map((action, index) => moveOf(client, { seq, index, action }));
  return (await Promise.all(moves)).toReversed();
}

type PlacedAction = Pick<AccountMove, "action" | "index" | "seq">;

async function moveOf(client: ManaClient, placed: PlacedAction): Promise<AccountMove> {
  const { action } = placed;
  const move = { ...placed, reason: action.type };
  switch (action.type) {
    case "receive":
      return { ...placed, ...(await receivedBy(client, action)) };
    case "regenerate":
      return { ...move, unit: "mana", change: undefined };
    case "transfer":
    case "hold":
    case "burn":
      return { ...move, unit: action.unit, change: -action.amount };
  }
}

type Received = Pick<AccountMove, "change" | "reason" | "unit">;

const UNREADABLE: Received = { reason: "receive", unit: "mana", change: undefined };

async function receivedBy(
  client: ManaClient,
  { slot, index }: Extract<Action, { type: "receive" }>,
): Promise<Received> {
  const proof = await client.proof(slot);
  const certificate = proof && certificateCodec.decode(proof.certificate);
  if (!certificate?.ok) return UNREADABLE;
  const { outcome } = certificate.value;
  if (typeof outcome === "string") return proof?.body ? givenBy(proof.body, index) : UNREADABLE;
  const credit = outcome.credits[index];
  return credit === undefined
    ? UNREADABLE
    : { reason: outcome.type, unit: outcome.unit, change: credit.amount };
}

/** What the charter brought in, or another account gave. */
function givenBy(body: Uint8Array, index: number): Received {
  const deposit = depositRecord.codec.decode(body);
  if (deposit.ok) return ofDeposit(deposit.value);
  const operation = operationRecord.codec.decode(body);
  return operation.ok ? ofTransfer(operation.value, index) : UNREADABLE;
}

function ofDeposit({ unit, amount }: Deposit): Received {
  return { reason: "deposit", unit, change: amount };
}

function ofTransfer(operation: Operation, index: number): Received {
  const action = operation.do[index];
  if (action?.type !== "transfer") return UNREADABLE;
  return { reason: "transfer-in", unit: action.unit, change: action.amount };
}

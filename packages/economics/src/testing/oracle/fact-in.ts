import { assignmentRecord, cidOf, depositRecord, type Outcome, operationRecord } from "@icn-mesh/core";
import { type MoneyFact, slotOfFact } from "../../ledger/money-fact.ts";

/** What an outcome makes true in its slot; undefined where the body is missing, another one, or of another slot. */
export function factIn(slot: string, outcome: Outcome, body: Uint8Array | undefined): MoneyFact | undefined {
  if (typeof outcome !== "string") return { type: "settlement", settlement: outcome };
  if (body === undefined || cidOf(body) !== outcome) return undefined;
  const fact = readBody(body);
  return fact !== undefined && slotOfFact(fact) === slot ? fact : undefined;
}

function readBody(body: Uint8Array): MoneyFact | undefined {
  const cid = cidOf(body);
  const operation = operationRecord.codec.decode(body);
  if (operation.ok) return { type: "operation", cid, body: operation.value };
  const assignment = assignmentRecord.codec.decode(body);
  if (assignment.ok) return { type: "assignment", cid, body: assignment.value };
  const deposit = depositRecord.codec.decode(body);
  return deposit.ok ? { type: "deposit", cid, body: deposit.value } : undefined;
}

import { operationSlot } from "@icn-mesh/economics";
import type { JobBook } from "../job/job-book.ts";
import { refNames } from "../job/ref-names.ts";
import { certifyForeign, keptOperation } from "../mana/certify-operation.ts";
import type { ManagerParts } from "./manager-parts.ts";

/** Whether the hold is certified. One that was on its way in a crash is waited for; one that guards refused never is. */
export async function isFunded(
  parts: ManagerParts,
  { id, job: { body } }: JobBook,
  signal: AbortSignal,
): Promise<boolean> {
  const { accounts, federation, storage } = parts;
  const { own } = accounts;
  if (own.ledger.hold(body.hold) !== undefined) return true;
  const client = accounts.clientOf(body.by);
  if (client === undefined) {
    const operation = await keptOperation(storage, refNames.holdEnvelope(id));
    return operation !== undefined && (await certifyForeign(parts, operation, signal)).ok;
  }
  await client.idle();
  const proof = await client.proof(operationSlot(federation.net, body.hold.account, body.hold.seq));
  if (proof !== undefined && client !== own) await own.learn(proof);
  return own.ledger.hold(body.hold) !== undefined;
}

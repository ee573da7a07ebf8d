import {
  type Operation,
  openRecord,
  operationRecord,
  type Rng,
  type Signed,
  type Storage,
} from "@icn-mesh/core";
import {
  type AskGuards,
  collectVotes,
  operationSlot,
  proofOf,
  type Ruling,
  readProof,
} from "@icn-mesh/economics";
import type { ManagerParts } from "../manager/manager-parts.ts";

/** What it takes to have an operation certified whose key is elsewhere. */
export interface ForeignOperationParts
  extends Pick<ManagerParts, "accounts" | "clock" | "federation" | "verifier"> {
  readonly guards: AskGuards;
  readonly rng: Rng;
}

/**
 * Has the guards certify an operation that its account has signed elsewhere, and takes note of it. It asks until they
 * answer, or the signal aborts; whoever asks again later gets the same certificate.
 */
export async function certifyForeign(
  parts: ForeignOperationParts,
  operation: Signed<Operation>,
  signal: AbortSignal,
): Promise<Ruling<null>> {
  const { accounts, federation, verifier } = parts;
  const { body, bytes, sig } = operation;
  const collected = await collectVotes(
    parts,
    {
      slot: operationSlot(federation.net, body.by, body.seq),
      ask: { type: "operation", operation: { body: bytes, sig }, members: [] },
      proofs: [],
      proven(certificate) {
        const proof = proofOf(certificate, bytes);
        const read = readProof(federation, proof, verifier);
        return read.ok ? { certified: read.value, proof } : undefined;
      },
      proofsFor: async () => [],
    },
    { signal },
  );
  if (!collected.ok) return collected;
  const { certified, proof } = collected.value;
  const isOurs = "cid" in certified.fact && certified.fact.cid === operation.cid;
  if (isOurs) return accounts.own.learn(proof);
  return { ok: false, refusal: { code: "ECONOMICS_SLOT_TAKEN", slot: operation.slot, by: null } };
}

/** The operation that a client brought for a hold, as it was kept. */
export async function keptOperation(storage: Storage, name: string): Promise<Signed<Operation> | undefined> {
  const cid = await storage.ref(name);
  const envelope = cid === null ? undefined : await storage.get(cid);
  const opened = envelope && openRecord(operationRecord, envelope);
  return opened?.ok ? opened.value : undefined;
}

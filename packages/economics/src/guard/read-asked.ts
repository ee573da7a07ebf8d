import {
  claimOf,
  type Embedded,
  type RecordBody,
  type RecordDefinition,
  readRecord,
  type SignatureClaim,
  type Signed,
  type Verifier,
} from "@icn-mesh/core";
import type { Federation } from "../federation.ts";
import { granted, type Ruling, refused } from "../refusal.ts";

/** Reads a record inside a request, as far as its own bytes say; its signature is still to be checked. */
export function readAsked<Body extends RecordBody & { readonly net: string | null }>(
  definition: RecordDefinition<Body>,
  { body, sig }: Embedded,
  { net }: Federation,
): Ruling<Signed<Body>> {
  const read = readRecord(definition, body, sig);
  if (!read.ok) return refused({ code: "ECONOMICS_BAD_BYTES", refusal: read.refusal });
  return read.value.body.net === net
    ? granted(read.value)
    : refused({ code: "ECONOMICS_FOREIGN", what: "network" });
}

/** Checks all signatures of a request in one go. */
export async function verifyAll(
  verifier: Verifier,
  records: readonly Signed<RecordBody>[],
): Promise<Ruling<null>> {
  const claims: SignatureClaim[] = records.map((record) => claimOf(record));
  const verdicts = await verifier.verifyMany(claims);
  const forged = claims.find((_, index) => verdicts[index] !== true);
  return forged === undefined ? granted(null) : refused({ code: "ECONOMICS_BAD_SIGNATURE", by: forged.by });
}

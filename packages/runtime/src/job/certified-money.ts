import { type Certificate, type Cid, certificateCodec, type Settlement } from "@icn-mesh/core";
import { linkSlot, type ManaClient, operationSlot, settlementSlot } from "@icn-mesh/economics";
import type { CertifiedMoney } from "@icn-mesh/mesh";
import type { JobBook } from "./job-book.ts";

/** What certificates that are kept here say about the money of a job, also long after the ledger has let go of it. */
export async function certifiedMoney(
  client: ManaClient,
  { job: { body: job }, facts }: Pick<JobBook, "job" | "facts">,
): Promise<CertifiedMoney & { readonly assignments: ReadonlyMap<Cid, Settlement | null> }> {
  const { hold } = job;
  const assignments = new Map<Cid, Settlement | null>();
  for (const [cid, { body }] of facts) {
    if (body.t !== "icn/assign/1") continue;
    const link = await certificateAt(client, linkSlot(hold, body.seq));
    if (link?.outcome === cid)
      assignments.set(cid, settlementIn(await certificateAt(client, settlementSlot(cid))));
  }
  const held = await certificateAt(client, operationSlot(job.net, hold.account, hold.seq));
  const end = await certificateAt(client, linkSlot(hold, assignments.size));
  return { isHeld: held !== undefined, isClosed: settlementIn(end)?.type === "close", assignments };
}

async function certificateAt(client: ManaClient, slot: string): Promise<Certificate | undefined> {
  const proof = await client.proof(slot);
  return proof && certificateCodec.parse(proof.certificate);
}

function settlementIn(certificate: Certificate | undefined): Settlement | null {
  const { outcome } = certificate ?? { outcome: "" };
  return typeof outcome === "string" ? null : outcome;
}

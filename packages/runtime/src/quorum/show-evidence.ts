import { type AnyBody, type Cid, type Embedded, orAborted, type Signed } from "@icn-mesh/core";
import { planOf } from "@icn-mesh/mesh";
import type { JobDesk } from "../manager/job-desk.ts";
import { receiptsIn } from "./verdict-on.ts";

/**
 * Has guards note every receipt that has come, so that they hold each against all others whichever is settled first.
 * What they have noted is not shown again until another receipt comes.
 */
export async function showEvidence(desk: JobDesk, assignment: Cid, signal: AbortSignal): Promise<void> {
  const { book, parts } = desk;
  const receipts = receiptsIn(book);
  const key = receipts.map(({ cid }) => cid).join(" ");
  if (desk.evidence?.key !== key) {
    const all = [...extraCommits(book), ...receipts].map(
      ({ bytes, sig }): Embedded => ({ body: bytes, sig }),
    );
    const shown = parts.accounts.own.show(assignment, all);
    shown.catch(() => undefined); // whoever waits for it is told
    desk.evidence = { key, shown };
  }
  const ruling = await orAborted(desk.evidence.shown, signal);
  if (ruling.ok) return;
  desk.evidence = undefined;
  parts.logger.debug("guards do not note the receipts", { job: book.id, code: ruling.refusal.code });
}

/** A replica that came after the list of commits is in none. */
function extraCommits({ facts, job }: JobDesk["book"]): readonly Signed<AnyBody>[] {
  const { replicas } = planOf(job.body);
  return [...facts.values()].filter(({ body }) => {
    if (body.t !== "icn/commit/1") return false;
    const given = facts.get(body.assignment)?.body;
    return given?.t === "icn/assign/1" && given.replica >= replicas;
  });
}

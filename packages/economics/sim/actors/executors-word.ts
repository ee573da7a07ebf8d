import { type Assignment, cidOf, type Embedded, type JobId, jobRecord, type Signed } from "@icn-mesh/core";
import type { Federation } from "@icn-mesh/economics";
import { sampleAcceptance, sampleBid, sampleReceipt, sampleRelease } from "@icn-mesh/economics/testing";
import type { Answer, Question } from "../world/messages.ts";
import type { Session } from "../world/session.ts";

/** How an executor ends its work, if it does: with a result, with a failure, by giving it back, or too late. */
export type Temper = "prompt" | "failing" | "returning" | "silent" | "late";

/** What an executor says that its work takes. */
export const NEED_MS = 4_000;

/** The executor's bid for a job: four fifths of the budget. */
export async function bidOn(
  { net }: Federation,
  { signer }: Session,
  { job, round }: Extract<Question, { type: "bid" }>,
): Promise<Answer> {
  const { budget } = jobRecord.codec.parse(job);
  const changes = { round, price: budget - budget / 5n, failPrice: budget / 10n, needMs: NEED_MS };
  const cid = cidOf(job) as string as JobId;
  return { type: "bid", bid: await sampleBid(net, cid, { by: signer, changes }) };
}

/** The executor's agreement to an assignment. */
export async function agreementTo(
  { signer }: Session,
  assignment: Pick<Signed<Assignment>, "cid" | "body">,
): Promise<Embedded> {
  const { bytes, sig } = await sampleAcceptance(assignment, signer);
  return { body: bytes, sig };
}

/** The executor's last word on an assignment: the same whenever it is asked for. */
export async function lastWordOn(
  { net }: Federation,
  { signer }: Session,
  { assignment, temper }: { readonly assignment: Pick<Signed<Assignment>, "cid">; readonly temper: Temper },
): Promise<Embedded> {
  const of = { cid: assignment.cid, net };
  const failure = { outcome: { type: "failed", class: "trap", message: "it trapped" } } as const;
  const { bytes, sig } =
    temper === "returning"
      ? await sampleRelease(of, signer)
      : await sampleReceipt(of, signer, temper === "failing" ? failure : {});
  return { body: bytes, sig };
}

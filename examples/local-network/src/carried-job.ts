import type { Client, JobDetail } from "@icn-mesh/client";
import type { JobId } from "@icn-mesh/core";
import type { CarryParts } from "./carry-parts.ts";

type Attempts = Awaited<ReturnType<Client["jobAttempts"]>>;

/** A job that was submitted, under the name that it is shown by. */
export interface SubmittedJob {
  readonly id: JobId;
  readonly name: string;
  /** What its result begins with. */
  readonly expects: string;
}

/** A job that has ended, with what it came to. */
export interface CarriedJob extends SubmittedJob {
  readonly status: JobDetail["status"];
  /** What it put out. */
  readonly result: string;
  /** How often it was given to an executor, replicas and lost attempts with it. */
  readonly attempts: number;
  /** The receipts that were believed: one, and of a quorum each that agrees. */
  readonly receipts: Attempts["receipts"];
  /** The names of those who wrote them, in the same order. */
  readonly executors: readonly string[];
  /** What they are paid together. */
  readonly price: bigint;
  /** From the submission to the result. */
  readonly seconds: number;
}

/** What became of a job, as its node has written it down. */
export async function carriedJob(
  { client, federation }: Pick<CarryParts, "client" | "federation">,
  job: SubmittedJob,
): Promise<CarriedJob> {
  const params = { id: job.id };
  const { status, createdAt } = await client.showJob({ params });
  const { entries } = await client.jobHistory({ params, query: { limit: 1000 } });
  const { assignments, receipts } = await client.jobAttempts({ params });
  const believed = receipts.filter(({ cid }) =>
    entries.some(({ type, receipt }) => type === "anchored" && receipt === cid),
  );
  const paid = assignments.filter(({ cid }) => believed.some(({ assignment }) => assignment === cid));
  const endedAt = entries.findLast(({ type }) => type === "ended")?.at ?? createdAt;
  return {
    ...job,
    status,
    result: status === "Completed" ? await firstLine(client, job.id) : "",
    attempts: assignments.length,
    receipts: believed,
    executors: believed.map(({ executor }) => nameOf(federation.nodes, executor)),
    price: paid.reduce((sum, { price }) => sum + BigInt(price), 0n),
    seconds: (endedAt - createdAt) / 1000,
  };
}

function nameOf(nodes: CarryParts["federation"]["nodes"], account: string): string {
  return nodes.find(({ did }) => did === account)?.name ?? account;
}

async function firstLine(client: Client, id: JobId): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of await client.jobResult({ params: { id } }))
    text += decoder.decode(piece, { stream: true });
  return text.trim().split("\n")[0] ?? "";
}

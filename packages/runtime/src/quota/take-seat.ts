import type { JobId, Storage } from "@icn-mesh/core";
import { refNames } from "../job/ref-names.ts";
import type { QuotaSeat } from "./quotas.ts";

/** The write of a job that has a seat in a quota. */
export interface SeatedWrite<Result> {
  readonly seat: QuotaSeat;
  readonly write: () => Promise<Result>;
  /** The job, once it is made. */
  readonly job: () => JobId | undefined;
}

/** Writes a job. What is not written does not count in the quota, whatever the reason. */
export async function takeSeat<Result>(
  storage: Pick<Storage, "ref">,
  { seat, write, job }: SeatedWrite<Result>,
): Promise<Result> {
  let written: JobId | undefined;
  try {
    const result = await write();
    const id = job();
    if (id !== undefined && (await storage.ref(refNames.openCharge(id))) !== null) written = id;
    return result;
  } finally {
    if (written === undefined) seat.drop();
    else seat.written(written);
  }
}

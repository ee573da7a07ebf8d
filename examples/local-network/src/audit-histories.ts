import { type Client, createClient } from "@icn-mesh/client";
import { createVerifier } from "@icn-mesh/core";
import { bestEngine } from "@icn-mesh/core/node";

/** Whose word is taken for nothing. */
export interface HistoriesToAudit {
  readonly net: string;
  /** The node that has the histories. */
  readonly url: string;
  readonly jobs: readonly string[];
}

/** Fetches the histories of jobs over the public API and checks them; what is wrong with them, in words. */
export async function auditHistories({ net, url, jobs }: HistoriesToAudit): Promise<readonly string[]> {
  const client: Client = createClient({ url });
  const verifier = createVerifier({ engine: bestEngine() });
  const wrong: string[] = [];
  for (const id of jobs) {
    const { proven, problems } = await client.verifyHistory(id, { net, verifier });
    if (!proven) wrong.push(`${id}: ${problems.map((each) => JSON.stringify(each)).join(", ")}`);
  }
  return wrong;
}

import { openQuotaBook, type Quota, type QuotaBook } from "@icn-mesh/runtime";
import type { NodeConfig } from "../config/node-config.ts";
import type { Ground } from "./ground.ts";

/** What accounts may do at a node, in each of its federations; its own account is not limited by the standard. */
export function openQuotas({ storage, signer }: Ground, config: NodeConfig): Promise<QuotaBook> {
  return openQuotaBook(storage, { standard: standardIn(config), exempt: [signer.did] });
}

function standardIn({ submitter: { quota } }: NodeConfig): Quota | undefined {
  const { openJobs, spendPerDay } = quota;
  if (openJobs === undefined && spendPerDay === undefined) return undefined;
  return {
    ...(openJobs === undefined ? {} : { openJobs }),
    ...(spendPerDay === undefined ? {} : { spendPerDay: BigInt(spendPerDay) }),
  };
}

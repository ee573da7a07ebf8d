import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Storage } from "@icn-mesh/core";
import { openStorage } from "@icn-mesh/dag";
import { type BenchRow, sideBySide } from "../side-by-side.ts";
import { bareJobs } from "./bare-jobs.ts";
import { IN_FLIGHT, openJobs } from "./our-jobs.ts";
import { sqlJobs } from "./sql-jobs.ts";

/** Holding for, assigning and settling jobs with one guard in the process, durable, many in flight. */
export async function jobSuite(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "icn-mesh-bench-"));
  const stores: Storage[] = [];
  const open = async (name: string) => {
    const store = await openStorage(`file://${join(folder, name)}`);
    stores.push(store);
    return store;
  };
  const bare = await bareJobs(await open("bare"));
  const ours = await openJobs(await open("ours"));
  const sql = sqlJobs(join(folder, "ledger.sqlite"));
  try {
    return await sideBySide({
      operation: `hold, assign and settle ${IN_FLIGHT} jobs`,
      contenders: [
        { name: "bare signatures, verifications and group commits", run: bare },
        { name: "ours: client and guard", run: ours, wanted: 1.5 },
        { name: "SQL UPDATE of balances: no proof, no quorum, no evidence", run: sql.run },
      ],
    });
  } finally {
    sql.close();
    for (const store of stores) await store.close();
    await rm(folder, { recursive: true });
  }
}

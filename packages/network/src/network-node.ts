import type { DistributedTable } from "./distributed-table.ts";
import type { NetworkService } from "./network-service.ts";

/** A network service, and the table that its network keeps. */
export interface NetworkNode extends NetworkService {
  /** Where no table is kept, nothing is ever found in it. */
  readonly table: DistributedTable;
}

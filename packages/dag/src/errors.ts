import { type Cid, CodedError } from "@icn-mesh/core";
import type { CarFault } from "./car/car-fault.ts";
import type { BlockFault } from "./graph/block-fault.ts";
import type { FileFault } from "./payload/file-node.ts";
import type { BlockRefusal } from "./records/found.ts";

/** Everything that `@icn-mesh/dag` throws; refusals of a stranger's bytes are return values instead. */
export type DagFailure =
  | { readonly code: "DAG_BACKUP_INCOMPLETE"; readonly cid: Cid }
  | { readonly code: "DAG_BAD_STORE_URL" }
  | { readonly code: "DAG_BLOCK_DAMAGED"; readonly cid: string }
  | { readonly code: "DAG_BLOCK_MISSING"; readonly cid: string }
  | { readonly code: "DAG_BLOCK_REFUSED"; readonly cid: Cid; readonly refusal: BlockRefusal }
  | { readonly code: "DAG_CAR_REFUSED"; readonly reason: CarFault; readonly cid?: string }
  | { readonly code: "DAG_CAR_TOO_LARGE"; readonly bound: "block" | "blocks" | "bytes" | "header" }
  | { readonly code: "DAG_CHAIN_FORKED"; readonly head: Cid | null; readonly after: Cid | null }
  | { readonly code: "DAG_CHAIN_TOO_LONG"; readonly head: Cid | null; readonly maxLength: number }
  | { readonly code: "DAG_COMMIT_TOO_LARGE"; readonly bytes: number }
  | { readonly code: "DAG_COMMIT_UNKNOWN" }
  | { readonly code: "DAG_DATABASE_UNREACHABLE" }
  | { readonly code: "DAG_DISK_FULL"; readonly path: string }
  | { readonly code: "DAG_DRIVER_MISSING"; readonly module: string }
  | { readonly code: "DAG_FILE_REFUSED"; readonly cid: Cid; readonly reason: FileFault }
  | { readonly code: "DAG_FILE_TOO_LARGE"; readonly cid: Cid; readonly bound: "blocks" | "bytes" | "depth" }
  | { readonly code: "DAG_FOREIGN_CID"; readonly cid: string }
  | { readonly code: "DAG_LEASE_LOST"; readonly lease: string }
  | { readonly code: "DAG_MODELS_DIFFER"; readonly model: string }
  | { readonly code: "DAG_NOT_A_PAYLOAD"; readonly cid: Cid }
  | { readonly code: "DAG_NOT_A_REF_TREE"; readonly cid: Cid }
  | { readonly code: "DAG_STORE_DAMAGED"; readonly path: string; readonly at?: number }
  | { readonly code: "DAG_STORE_FAILED"; readonly path: string }
  | { readonly code: "DAG_STORE_IO"; readonly path: string }
  | { readonly code: "DAG_STORE_LOCKED"; readonly path: string }
  | { readonly code: "DAG_STORE_MISSING"; readonly path: string }
  | { readonly code: "DAG_STORE_NEWER"; readonly path: string; readonly version: number }
  | { readonly code: "DAG_STORE_READ_ONLY"; readonly path: string }
  | { readonly code: "DAG_WRONG_BYTES"; readonly cid: Cid; readonly fault: BlockFault };

/** A failure of this package, with the facts that belong to its code. */
export class DagError extends CodedError<DagFailure> {
  override name = "DagError";
}

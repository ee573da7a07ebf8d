import type { BlockFault } from "../graph/block-fault.ts";

/** Why a CAR is not taken: it is none, it names a block as this mesh does not, or a block is not what its CID says. */
export type CarFault = BlockFault | "foreign-cid" | "malformed-car";

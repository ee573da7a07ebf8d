import { CID_BYTES, type Cid, cidToBytes } from "@icn-mesh/core";
import { isCidAt, readCid } from "@icn-mesh/core/storage";
import { CID } from "multiformats/cid";

/** The CID as this mesh writes it; undefined for one that it does not admit. */
export function admittedCid({ bytes }: CID): Cid | undefined {
  return bytes.length === CID_BYTES && isCidAt(bytes, 0) ? readCid(bytes, 0) : undefined;
}

/** The object by which IPFS libraries know the CID. */
export function foreignCid(cid: Cid): CID {
  return CID.decode(cidToBytes(cid));
}

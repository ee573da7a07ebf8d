import {
  type Cid,
  type Clock,
  type Did,
  type NetworkId,
  type NodeRecord,
  nodeRecord,
  type Signer,
  type Storage,
  sealRecord,
  signRecord,
} from "@icn-mesh/core";
import { NetworkError } from "../errors.ts";

/** What a node says of itself, besides its addresses and for how long it holds. */
export type NodeDescription = Pick<
  NodeRecord,
  "roles" | "supported" | "capabilities" | "resources" | "bidPolicy"
>;

/** The record of this node. */
export interface OwnRecord {
  /** As it travels; undefined before the first one was made. */
  readonly bytes: Uint8Array | undefined;
  /** Makes the next one, with a number that was never used before, not even before a crash. */
  renew(description: NodeDescription, addresses: readonly string[]): Promise<Uint8Array>;
}

/** What the record of this node needs. */
export interface OwnRecordComponents {
  readonly clock: Clock;
  readonly signer: Signer;
  /** Remembers the last record that was made, before anybody hears of it. */
  readonly storage: Pick<Storage, "commit" | "get" | "ref">;
  readonly net: NetworkId;
  readonly peer: Did;
  readonly validForMs: number;
}

/** As many addresses as a record has room for. */
const MOST_ADDRESSES = 16;
const LONGEST_ADDRESS = 256;

/** A node without a record yet. */
export function createOwnRecord(components: OwnRecordComponents): OwnRecord {
  const { signer, storage, net, peer, validForMs } = components;
  const ref = `node/${net}/${signer.did}`;
  let bytes: Uint8Array | undefined;

  async function lastNumber(cid: Cid | null): Promise<number> {
    const block = cid === null ? undefined : await storage.get(cid);
    return block === undefined ? -1 : nodeRecord.codec.parse(block).seq;
  }

  return {
    get bytes() {
      return bytes;
    },
    async renew(description, addresses) {
      const before = await storage.ref(ref);
      const known = addresses.filter((address) => address.length <= LONGEST_ADDRESS);
      const body: NodeRecord = {
        t: "icn/node/1",
        net,
        by: signer.did,
        via: null,
        seq: (await lastNumber(before)) + 1,
        peerKey: peer,
        addresses: known.slice(0, MOST_ADDRESSES),
        validForMs,
        ...description,
      };
      const signed = await signRecord(nodeRecord, body, signer);
      const refs = [{ name: ref, expect: before, to: signed.cid }];
      const stored = await storage.commit({ blocks: [{ bytes: signed.bytes }], refs });
      if (!stored.ok) {
        throw new NetworkError(`two nodes of ${signer.did} share one store`, {
          code: "NETWORK_ACCOUNT_IN_USE",
          account: signer.did,
        });
      }
      bytes = sealRecord(signed);
      return bytes;
    },
  };
}

import { cidOf, type NetworkId, type Storage } from "@icn-mesh/core";
import { getValue } from "@icn-mesh/dag";
import { type Joined, joinedRecord } from "./joined-record.ts";

/** The federations that a node is in, in its store. */
export interface JoinedStore {
  nets(): AsyncIterable<NetworkId>;
  get(net: NetworkId): Promise<Joined | undefined>;
  set(net: NetworkId, joined: Joined): Promise<void>;
  remove(net: NetworkId): Promise<void>;
}

const FEDERATIONS = "federation/";

/** Those of a whole store. */
export function createJoinedStore(storage: Storage): JoinedStore {
  const nameOf = (net: NetworkId) => `${FEDERATIONS}${net}`;

  return {
    async *nets() {
      for await (const { name } of storage.refs(FEDERATIONS))
        yield name.slice(FEDERATIONS.length) as NetworkId;
    },
    async get(net) {
      const cid = await storage.ref(nameOf(net));
      const found = cid === null ? undefined : await getValue(storage, joinedRecord.codec, cid);
      return found?.ok ? found.value : undefined;
    },
    async set(net, joined) {
      const bytes = joinedRecord.codec.encode(joined);
      const [name, to] = [nameOf(net), cidOf(bytes)];
      await storage.commit({ blocks: [{ bytes }], refs: [{ name, expect: await storage.ref(name), to }] });
    },
    async remove(net) {
      const name = nameOf(net);
      await storage.commit({ refs: [{ name, expect: await storage.ref(name), to: null }] });
    },
  };
}

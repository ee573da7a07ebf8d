import { type Cid, cidOf, type Storage } from "@icn-mesh/core";
import { getValue } from "@icn-mesh/dag";
import { RuntimeError } from "../errors.ts";
import { CHAINS } from "../job/ref-names.ts";
import type { ChainSettlement, SettlementChain } from "../ports/settlement-chain.ts";
import { type ChainEntry, chainEntryRecord } from "./chain-entry.ts";

/** What is on its way to one chain, in the store. */
export interface ChainOutbox {
  /** Adds a settlement; false for one that was added before, however far it has come since. */
  add(settlement: ChainSettlement): Promise<boolean>;
  find(id: Cid): Promise<ChainEntry | undefined>;
  /** Those whose end is not known. */
  open(): AsyncIterable<ChainEntry>;
  /** Those that the chain has refused. */
  refused(): AsyncIterable<ChainEntry>;
  /** Writes how far one has come. Throws `RUNTIME_OVERTAKEN` if somebody else has written it meanwhile. */
  move(from: ChainEntry, to: ChainEntry): Promise<void>;
}

/** The outbox of a chain, whose name is a part of its refs. */
export function createChainOutbox(
  storage: Storage,
  chain: Pick<SettlementChain, "idOf" | "name">,
): ChainOutbox {
  const prefix = (state: "open" | "final" | "refused") =>
    `${CHAINS}${encodeURIComponent(chain.name)}/${state}/`;

  function nameOf({ state, id }: Pick<ChainEntry, "id" | "state">): string {
    return `${prefix(state === "final" || state === "refused" ? state : "open")}${id}`;
  }

  async function find(id: Cid): Promise<ChainEntry | undefined> {
    for (const state of ["queued", "final", "refused"] as const) {
      const cid = await storage.ref(nameOf({ id, state }));
      const found = cid === null ? undefined : await getValue(storage, chainEntryRecord.codec, cid);
      if (found?.ok) return found.value;
    }
    return undefined;
  }

  async function* entries(state: "open" | "refused"): AsyncGenerator<ChainEntry, void, undefined> {
    for await (const { cid } of storage.refs(prefix(state))) {
      const found = await getValue(storage, chainEntryRecord.codec, cid);
      if (found.ok) yield found.value;
    }
  }

  return {
    find,
    open: () => entries("open"),
    refused: () => entries("refused"),
    async add(settlement) {
      const entry = newEntry(settlement, chain.idOf(settlement.id));
      const bytes = chainEntryRecord.codec.encode(entry);
      const absent = (["final", "refused"] as const).map((state) => nameOf({ ...entry, state }));
      const refs = absent.map((name) => ({ name, expect: null, to: null }));
      const open = { name: nameOf(entry), expect: null, to: cidOf(bytes) };
      return (await storage.commit({ blocks: [{ bytes }], refs: [open, ...refs] })).ok;
    },
    async move(from, to) {
      const [before, bytes] = [from, to].map((each) => chainEntryRecord.codec.encode(each)) as [
        Uint8Array,
        Uint8Array,
      ];
      const [old, name] = [nameOf(from), nameOf(to)];
      const refs =
        old === name
          ? [{ name, expect: cidOf(before), to: cidOf(bytes) }]
          : [
              { name: old, expect: cidOf(before), to: null },
              { name, expect: null, to: cidOf(bytes) },
            ];
      const result = await storage.commit({ blocks: [{ bytes }], refs });
      if (!result.ok) throw new RuntimeError("overtaken", { code: "RUNTIME_OVERTAKEN", ref: result.ref });
    },
  };
}

function newEntry({ id, net, settlement }: ChainSettlement, chainId: string): ChainEntry {
  return {
    t: "icn-mesh/chain-entry/1",
    id,
    net,
    settlement,
    chainId,
    state: "queued",
    submissions: 0,
    submittedAt: null,
    transaction: null,
    block: null,
    reason: null,
  };
}

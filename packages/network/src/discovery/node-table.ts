import {
  type Did,
  type NetworkId,
  type NodeRecord,
  nodeRecord,
  openRecord,
  type Signed,
  type Verifier,
  verifySigned,
} from "@icn-mesh/core";
import type { TableKey, TableRules } from "../distributed-table.ts";

const NAMESPACE = "icn-node";

/** Where the record of an account lies in the table. */
export function nodeTableKey(account: Did): TableKey {
  return { namespace: NAMESPACE, name: new TextEncoder().encode(account) };
}

/** What the table takes for the record of a node: signed by the account under whose name it lies; the newest wins. */
export function nodeTable(net: NetworkId, verifier: Verifier): TableRules {
  return {
    namespace: NAMESPACE,
    isValid(name, value) {
      const record = readRecord(value);
      if (record === undefined || record.body.net !== net) return false;
      return new TextDecoder().decode(name) === record.body.by && verifySigned(record, verifier).ok;
    },
    compare: (left, right) => seqOf(right) - seqOf(left),
  };
}

function seqOf(value: Uint8Array): number {
  return readRecord(value)?.body.seq ?? -1;
}

function readRecord(value: Uint8Array): Signed<NodeRecord> | undefined {
  const opened = openRecord(nodeRecord, value);
  return opened.ok ? opened.value : undefined;
}

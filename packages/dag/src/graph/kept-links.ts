import { type Cid, codecOf, type KeptLinks, type RecordDefinition } from "@icn-mesh/core";
import { pinRecord } from "../retention/pin-record.ts";
import { fileLinks } from "./file-links.ts";
import { leaseRecord } from "./lease-record.ts";
import { recordTypeOf } from "./record-type-of.ts";
import { refPageRecord } from "./ref-page.ts";

/** What is asked of a kind of record to know its history. Every `RecordDefinition` answers it. */
export type KeepingRecord = Pick<RecordDefinition<unknown>, "codec" | "keptLinks" | "type">;

/** The records that this package itself keeps in a store. */
const OWN: readonly KeepingRecord[] = [leaseRecord, pinRecord, refPageRecord];

/**
 * The links that keep, of any block: a record of a known kind keeps what its definition says, a dag-pb node the pieces
 * of its file, plain bytes nothing. A record of an unknown kind keeps nothing either, and nor does a block that is not
 * what it claims to be: a stranger's bytes neither pin nor demand a graph.
 */
export function createKeptLinks(definitions: readonly KeepingRecord[]): KeptLinks {
  const byType = new Map([...OWN, ...definitions].map((definition) => [definition.type, definition]));

  function recordLinks(bytes: Uint8Array): readonly Cid[] {
    const definition = byType.get(recordTypeOf(bytes) ?? "");
    const decoded = definition?.codec.decode(bytes);
    return definition && decoded?.ok ? definition.keptLinks(decoded.value) : [];
  }

  return ({ cid, bytes }) => {
    const codec = codecOf(cid);
    if (codec === "dag-cbor") return recordLinks(bytes);
    return codec === "dag-pb" ? fileLinks(bytes) : [];
  };
}

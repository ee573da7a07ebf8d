import {
  type AnyBody,
  type Cid,
  type Commit,
  cidOf,
  commitRecord,
  type Embedded,
  type ExecutionReceipt,
  type JobId,
  openAnyRecord,
  type Release,
  type Signed,
  type Storage,
  sealEnvelope,
} from "@icn-mesh/core";
import type { Federation } from "../federation.ts";
import { granted, type Ruling, refused } from "../refusal.ts";
import type { GuardNames } from "./guard-names.ts";
import { type Showing, showing } from "./guard-records.ts";
import { blockAt } from "./vote-log.ts";

/** The executor's word on an assignment: what it did, or that it gives it back. */
export type Word = Signed<ExecutionReceipt> | Signed<Release>;

/** What a guard was shown first about assignments, and when. */
export interface Showings {
  word(assignment: Cid): Promise<{ readonly signed: Word; readonly at: number } | undefined>;
  commit(assignment: Cid): Promise<Commit | undefined>;
  isRevealed(job: JobId): Promise<boolean>;
  /** Keeps what is shown for the first time. What was shown before stays. */
  keep(
    shown: readonly { readonly name: string; readonly signed: Signed<AnyBody> }[],
    at: number,
  ): Promise<void>;
}

/** Reads a record that is shown to a guard. A record of another kind, or envelope of another network, is refused. */
export function readShown({ body, sig }: Embedded, { net }: Federation): Ruling<Signed<AnyBody>> {
  const opened = openAnyRecord(sealEnvelope(sig, body));
  if (!opened.ok) return refused({ code: "ECONOMICS_BAD_BYTES", refusal: opened.refusal });
  return opened.value.body.net === net
    ? granted(opened.value)
    : refused({ code: "ECONOMICS_FOREIGN", what: "network" });
}

/** The showings in a store. */
export function createShowings(storage: Storage, names: GuardNames): Showings {
  async function load(name: string): Promise<Showing | undefined> {
    const cid = await storage.ref(name);
    return cid === null ? undefined : showing.codec.parse(await blockAt(storage, cid));
  }

  return {
    async word(assignment) {
      const found = await load(names.shown(assignment));
      if (found === undefined) return undefined;
      const opened = openAnyRecord(sealEnvelope(found.sig, found.body));
      return opened.ok && isWord(opened.value) ? { signed: opened.value, at: found.at } : undefined;
    },
    async commit(assignment) {
      const found = await load(names.commit(assignment));
      return found && commitRecord.codec.parse(found.body);
    },
    async isRevealed(job) {
      return (await storage.ref(names.reveal(job))) !== null;
    },
    async keep(shown, at) {
      const writes = shown.map(({ name, signed }) => {
        const bytes = showing.codec.encode({
          t: "icn-mesh/showing/1",
          at,
          body: signed.bytes,
          sig: signed.sig,
        });
        return storage.commit({ blocks: [{ bytes }], refs: [{ name, expect: null, to: cidOf(bytes) }] });
      });
      await Promise.all(writes);
    },
  };
}

/** True for a receipt and for a release. */
export function isWord(signed: Signed<AnyBody>): signed is Word {
  return signed.body.t === "icn/receipt/1" || signed.body.t === "icn/release/1";
}

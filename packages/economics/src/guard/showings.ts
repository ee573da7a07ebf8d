import {
  type AnyBody,
  type Cid,
  type Commit,
  type Commits,
  cidOf,
  commitRecord,
  commitsRecord,
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
import { moment, type Showing, showing } from "./guard-records.ts";
import { blockAt } from "./vote-log.ts";

/** The executor's word on an assignment: what it did, or that it gives it back. */
export type Word = Signed<ExecutionReceipt> | Signed<Release>;

/** The manager's showing of all commits of a job, and when a guard was shown it. */
export interface Reveal {
  readonly body: Commits;
  readonly at: number;
}

/** What a guard was shown first about assignments, and when. */
export interface Showings {
  word(assignment: Cid): Promise<{ readonly signed: Word; readonly at: number } | undefined>;
  commit(assignment: Cid): Promise<{ readonly body: Commit; readonly at: number } | undefined>;
  /** The manager's showing of all commits. */
  reveal(job: JobId): Promise<Reveal | undefined>;
  /** When the executor asked for one more replica. */
  appeal(assignment: Cid): Promise<number | undefined>;
  keepAppeal(assignment: Cid, at: number): Promise<void>;
  /** When this guard found an executor outvoted first: at `now`, if not before. */
  outvotedSince(assignment: Cid, now: number): Promise<number>;
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

  async function momentAt(name: string): Promise<number | undefined> {
    const cid = await storage.ref(name);
    return cid === null ? undefined : moment.codec.parse(await blockAt(storage, cid)).at;
  }

  /** The first of several moments stays. */
  async function keepMoment(name: string, at: number): Promise<void> {
    const bytes = moment.codec.encode({ t: "icn-mesh/moment/1", at });
    await storage.commit({ blocks: [{ bytes }], refs: [{ name, expect: null, to: cidOf(bytes) }] });
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
      return found && { body: commitRecord.codec.parse(found.body), at: found.at };
    },
    async reveal(job) {
      const found = await load(names.reveal(job));
      return found && { body: commitsRecord.codec.parse(found.body), at: found.at };
    },
    appeal: (assignment) => momentAt(names.appeal(assignment)),
    keepAppeal: (assignment, at) => keepMoment(names.appeal(assignment), at),
    async outvotedSince(assignment, now) {
      const name = names.outvoted(assignment);
      await keepMoment(name, now);
      return (await momentAt(name)) ?? now;
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

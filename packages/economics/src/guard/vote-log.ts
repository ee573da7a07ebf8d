import {
  type BlockInput,
  type Cid,
  type CommitResult,
  cidOf,
  type Outcome,
  type RefChange,
  type Signer,
  type Storage,
  type Vote,
  voteRecord,
} from "@icn-mesh/core";
import type { Ballot } from "../certificate/ballot.ts";
import { ballotOf } from "../certificate/vote-claim.ts";
import { EconomicsError } from "../errors.ts";
import type { Federation } from "../federation.ts";
import { granted, type Ruling, refused } from "../refusal.ts";
import type { GuardNames } from "./guard-names.ts";
import { type BallotEntry, ballotEntry, promiseEntry } from "./guard-records.ts";

/** A body that is kept, by the name under which it was checked. */
export interface KeptBody {
  readonly cid: Cid;
  readonly bytes: Uint8Array;
}

/** A vote that is about to be given, with what has to be durable together with it. */
export interface CastInput {
  readonly slot: string;
  readonly ballot: number;
  readonly outcome: Outcome;
  readonly at: number;
  /** The signature under the body that is voted for; null where the outcome is a settlement. */
  readonly sig: Uint8Array | null;
  readonly blocks: readonly KeptBody[];
  /** The promise that has to stand while the vote is written; null for none. */
  readonly promised: Cid | null;
}

/** The votes of one guard: one for each slot and ballot, for ever. */
export interface VoteLog {
  /**
   * Gives the vote, once it is durable. If another was given for this slot and ballot before, that one comes back:
   * compare its outcome. `ECONOMICS_PROMISED` where a higher ballot was promised.
   */
  cast(input: CastInput): Promise<Ruling<Ballot>>;
  /** The entry of a vote given before. */
  entry(slot: string, ballot: number): Promise<BallotEntry | undefined>;
  /** A vote given before, signed again. */
  recall(slot: string, ballot: number): Promise<Ballot | undefined>;
}

/** What votes are made of. */
export interface VoteLogComponents {
  readonly federation: Federation;
  readonly storage: Storage;
  readonly signer: Signer;
  readonly names: GuardNames;
}

/** The vote log of the guard whose key the signer holds, in its start number `boot`. */
export function createVoteLog(
  { federation, storage, signer, names }: VoteLogComponents,
  boot: number,
): VoteLog {
  async function entry(slot: string, ballot: number): Promise<BallotEntry | undefined> {
    const cid = await storage.ref(names.vote(slot, ballot));
    return cid === null ? undefined : ballotEntry.codec.parse(await blockAt(storage, cid));
  }

  async function sign(body: Vote, bytes: Uint8Array): Promise<Ballot> {
    return ballotOf(body, await signer.sign(bytes));
  }

  async function recall(slot: string, ballot: number): Promise<Ballot | undefined> {
    const found = await entry(slot, ballot);
    return found && sign(voteRecord.codec.parse(found.vote), found.vote);
  }

  async function lostTo(
    { slot, ballot }: CastInput,
    ref: string,
    actual: Cid | null,
  ): Promise<Ruling<Ballot>> {
    if (ref === names.promise(slot) && actual !== null && !(await storage.ref(names.vote(slot, ballot)))) {
      const promised = promiseEntry.codec.parse(await blockAt(storage, actual));
      return refused({ code: "ECONOMICS_PROMISED", ballot: promised.ballot });
    }
    const before = await recall(slot, ballot);
    if (before !== undefined) return granted(before);
    throw new EconomicsError(`the vote for ${slot} is neither there nor not`, {
      code: "ECONOMICS_LEDGER_DAMAGED",
      slot,
    });
  }

  return {
    entry,
    recall,
    async cast(input) {
      const { slot, ballot, outcome } = input;
      const { epoch } = federation.constitution;
      const body: Vote = {
        t: "icn/vote/1",
        net: federation.net,
        by: signer.did,
        via: null,
        epoch,
        boot,
        slot,
        ballot,
        outcome,
      };
      const vote = voteRecord.codec.encode(body);
      const result = await commitVote(storage, names, { input, vote });
      return result.ok ? granted(await sign(body, vote)) : lostTo(input, result.ref, result.actual);
    },
  };
}

/** Nothing is signed before this has resolved: a vote that a crash could take back would be two votes. */
function commitVote(
  storage: Storage,
  names: GuardNames,
  { input, vote }: { readonly input: CastInput; readonly vote: Uint8Array },
): Promise<CommitResult> {
  const { slot, ballot, at, sig, blocks, promised } = input;
  const bodies = blocks.map(({ bytes }): BlockInput => ({ bytes }));
  const keeps = blocks.map(({ cid }) => cid);
  const entry = ballotEntry.codec.encode({ t: "icn-mesh/ballot/1", at, vote, sig, keeps });
  const refs: RefChange[] = [
    { name: names.vote(slot, ballot), expect: null, to: cidOf(entry) },
    { name: names.promise(slot), expect: promised, to: promised },
  ];
  return storage.commit({ blocks: [{ bytes: entry }, ...bodies], refs });
}

/** A block that a ref of ours leads to; that it is gone is a damaged store. */
export async function blockAt(storage: Storage, cid: Cid): Promise<Uint8Array> {
  const bytes = await storage.get(cid);
  if (bytes !== undefined) return bytes;
  throw new EconomicsError(`the block ${cid} is gone from the store`, {
    code: "ECONOMICS_LEDGER_DAMAGED",
    slot: cid,
  });
}

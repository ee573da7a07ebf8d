import {
  type AnyBody,
  type Cid,
  type Commits,
  commitRecord,
  type Did,
  type Embedded,
  type Signed,
} from "@icn-mesh/core";
import type { CertifiedAssignment, Hold } from "../ledger/ledger-view.ts";
import { granted, type Ruling, refused } from "../refusal.ts";
import type { GuardParts } from "./guard-parts.ts";
import { readAsked, verifyAll } from "./read-asked.ts";
import { isWord, readShown } from "./showings.ts";

/** An open assignment with what one of its sides shows about it, every signature checked. */
export interface Claim {
  readonly assignment: CertifiedAssignment;
  readonly hold: Hold;
  readonly shown: readonly PlacedShowing[];
  readonly isPayer: boolean;
}

/** A record that is about an open assignment of a hold, and where it is kept. */
export interface PlacedShowing {
  readonly name: string;
  readonly signed: Signed<AnyBody>;
}

/** A reveal brings commits of its own; all that is shown at a time is kept with the vote. */
const MOST_RECORDS = 128;

/** Reads what `from` shows about an assignment. Nobody else than its two sides has anything to say about it. */
export async function readClaim(
  parts: GuardParts,
  ask: { readonly assignment: Cid; readonly shown: readonly Embedded[] },
  from: Did,
): Promise<Ruling<Claim>> {
  const assignment = parts.ledger.assignment(ask.assignment);
  const hold = assignment && parts.ledger.hold(assignment.body.hold);
  if (assignment === undefined || hold === undefined || assignment.settlement !== undefined)
    return refused({ code: "ECONOMICS_UNKNOWN_ASSIGNMENT" });
  if (!isParty(assignment, hold, from)) return refused({ code: "ECONOMICS_NOT_PARTY" });
  const read = readAll(parts, ask.shown);
  if (!read.ok) return read;
  const verified = await verifyAll(parts.verifier, read.value);
  if (!verified.ok) return verified;
  const shown = read.value.flatMap((signed) => placed(parts, hold, signed));
  if (shown.length < read.value.length)
    return refused({ code: "ECONOMICS_WRONG_EVIDENCE", because: "other-assignment" });
  return granted({ assignment, hold, shown, isPayer: isPayer(assignment, hold, from) });
}

function readAll(parts: GuardParts, records: readonly Embedded[]): Ruling<readonly Signed<AnyBody>[]> {
  const all: Signed<AnyBody>[] = [];
  for (const record of records) {
    const read = readShown(record, parts.federation);
    if (!read.ok) return read;
    all.push(read.value);
    if (read.value.body.t !== "icn/commits/1") continue;
    const commits = readCommits(parts, read.value.body);
    if (!commits.ok) return commits;
    all.push(...commits.value);
  }
  return all.length <= MOST_RECORDS
    ? granted(all)
    : refused({ code: "ECONOMICS_WRONG_EVIDENCE", because: "too-much" });
}

/** Who shows that all have committed shows their commits. */
function readCommits({ federation }: GuardParts, { commits }: Commits): Ruling<readonly Signed<AnyBody>[]> {
  const all: Signed<AnyBody>[] = [];
  for (const each of commits) {
    const commit = readAsked(commitRecord, each, federation);
    if (!commit.ok) return commit;
    all.push(commit.value);
  }
  return granted(all);
}

/** Where a showing belongs; nowhere if it is about no assignment of this hold, or not by who has to sign it. */
function placed({ names }: GuardParts, hold: Hold, signed: Signed<AnyBody>): readonly PlacedShowing[] {
  const { body } = signed;
  if (body.t === "icn/commits/1")
    return body.job === hold.job && managesIn(hold, body.by)
      ? [{ name: names.reveal(body.job), signed }]
      : [];
  if (body.t !== "icn/commit/1" && !isWord(signed)) return [];
  const { assignment, by } = body as Extract<
    AnyBody,
    { t: "icn/commit/1" | "icn/receipt/1" | "icn/release/1" }
  >;
  if (hold.assignments.get(assignment)?.body.executor !== by) return [];
  const name = body.t === "icn/commit/1" ? names.commit(assignment) : names.shown(assignment);
  return [{ name, signed }];
}

function managesIn(hold: Hold, did: Did): boolean {
  return [...hold.assignments.values()].some(({ body }) => body.by === did);
}

function isParty({ body }: CertifiedAssignment, { id }: Hold, did: Did): boolean {
  return did === body.by || did === body.executor || did === id.account;
}

/** An executor that is its own manager shows as an executor. */
function isPayer({ body }: CertifiedAssignment, { id }: Hold, did: Did): boolean {
  return did !== body.executor && (did === body.by || did === id.account);
}

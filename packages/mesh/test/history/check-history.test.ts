import {
  type AnyBody,
  type Assignment,
  createKeySigner,
  createVerifier,
  type Did,
  type Entry,
  entryRecord,
  type Happening,
  type Job,
  jobRecord,
  nobleEngine,
  type RecordDefinition,
  recordOfType,
  type Signed,
  type Signer,
  signRecord,
} from "@icn-mesh/core";
import { checkHistory, type SignedHistory } from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";
import {
  answerBody,
  assignmentBody,
  bidBody,
  commitBody,
  factOf,
  jobBody,
  net,
  receiptBody,
  someCid,
  type Told,
} from "../job-samples.ts";

const engine = nobleEngine();
const signers = Array.from({ length: 4 }, (_, fill) =>
  createKeySigner({ engine, secretKey: new Uint8Array(32).fill(fill + 1) }),
);
const byDid = new Map<Did, Signer>(signers.map((signer) => [signer.did, signer]));
const [creator, executor, rival, third] = signers.map(({ did }) => did) as [Did, Did, Did, Did];
const verifier = createVerifier({ engine });
const verify = verifier.verify;

const opened: Told = { type: "opened", round: 1, at: 0 };
const closed: Told = { type: "closed", round: 1, at: 0 };
const completed: Told = { type: "ended", status: "completed", reason: null, at: 0 };

const job = factOf(jobBody({ by: creator, hold: { account: creator, seq: 0, index: 0 } }));
const bid = factOf(bidBody(job, { by: executor }));
const other = factOf(bidBody(job, { by: rival }));
const assignment = factOf(assignmentBody(job, bid));
const receipt = factOf(receiptBody(assignment));
const whole: readonly Told[] = [
  opened,
  bid.body,
  other.body,
  closed,
  assignment.body,
  answerBody(assignment),
  receipt.body,
  { type: "anchored", receipt: receipt.cid, at: 0 },
  completed,
];

describe("a stranger's copy of a history", () => {
  it("is good if everything is signed and follows", async () => {
    const { findings, fold } = checkHistory(await signedHistory(job.body, whole), verify);
    expect(findings).toEqual([]);
    expect(fold.lifecycle.state.status).toBe("Completed");
  });

  it("with an entry whose signature does not hold, goes up to it", async () => {
    const history = await signedHistory(job.body, whole);
    const entries = [...history.entries].map((entry, at) => (at === 6 ? damaged(entry) : entry));
    const { findings, fold } = checkHistory({ ...history, entries }, verify);
    expect(findings).toEqual([
      { finding: "bad-signature", cid: entries[6]?.cid },
      { finding: "gap", from: 6, to: 6 },
    ]);
    expect(fold.lifecycle.state.status).toBe("Assigned");
  });

  it("that admits a fact with a signature that does not hold, goes up to it", async () => {
    const forgedBody = (at: number, happened: Happening): Happening =>
      at === 6 && happened.type === "fact" ? { ...happened, sig: new Uint8Array(64) } : happened;
    const history = await signedHistory(job.body, whole, forgedBody);
    const { findings, fold } = checkHistory(history, verify);
    expect(findings).toEqual([
      { finding: "bad-signature", cid: receipt.cid },
      { finding: "missing-fact", cid: receipt.cid },
    ]);
    expect(fold.lifecycle.receipt).toBeNull();
  });

  it("of a job that its creator did not sign is reported", async () => {
    const history = await signedHistory(job.body, whole);
    const { findings } = checkHistory({ ...history, job: damaged(history.job) }, verify);
    expect(findings).toEqual([{ finding: "bad-signature", cid: job.cid }]);
  });

  it("may be cut, forked, mixed with others and incomplete", async () => {
    const history = await signedHistory(job.body, whole);
    const [first, ...rest] = [...history.entries];
    if (first === undefined) throw new Error("no entries");
    const fork = await signed(entryRecord, { ...first.body, happened: { ...opened, at: 1 } as Happening });
    const foreign = await signed(entryRecord, { ...first.body, by: rival });
    const tail = rest.filter(({ body }) => body.seq !== 4);
    const entries = [first, fork, foreign, ...tail];
    const { findings } = checkHistory({ ...history, entries }, verify);
    expect(findings.map(({ finding }) => finding)).toEqual(["forked", "gap", "foreign-entry"]);
  });

  it("that goes on after its end is reported", async () => {
    const { findings } = checkHistory(await signedHistory(job.body, [...whole, opened]), verify);
    expect(findings).toMatchObject([{ finding: "refused", seq: 9, why: "job-ended" }]);
  });

  it("with a receipt of somebody else than the assigned executor is reported", async () => {
    const stolen = factOf({ ...receipt.body, by: rival });
    const told = whole.map((said) => (said === receipt.body ? stolen.body : said));
    const { findings } = checkHistory(await signedHistory(job.body, told), verify);
    expect(findings).toMatchObject([
      { finding: "refused", seq: 6, why: "wrong-signer" },
      { finding: "refused", seq: 7, why: "unknown-receipt" },
      { finding: "refused", seq: 8, why: "nothing-anchored" },
    ]);
  });
});

describe("an assignment", () => {
  const lostTo = (given: typeof assignment, ...more: readonly Told[]): readonly Told[] => [
    opened,
    bid.body,
    other.body,
    closed,
    given.body,
    { type: "lost", assignment: given.cid, reason: "lost", at: 0 },
    ...more,
  ];
  const next = (changes: Partial<Assignment>, offer = other) =>
    factOf(assignmentBody(job, offer, { attempt: 2, seq: 1, prev: assignment.cid, ...changes })).body;
  const given = (changes: Partial<Assignment>) => lostTo(factOf({ ...assignment.body, ...changes }));
  const cases: readonly (readonly [string, readonly Told[]])[] = [
    ["other-hold", given({ hold: { account: creator, seq: 9, index: 0 } })],
    ["over-budget", given({ price: 101n })],
    ["unknown-bid", given({ bid: someCid(1) })],
    ["other-executor", given({ executor: third })],
    ["other-price", given({ price: 39n })],
    ["broken-hold-chain", lostTo(assignment, next({ prev: null }))],
    ["broken-hold-chain", lostTo(assignment, next({ seq: 2 }))],
    ["tried-before", lostTo(assignment, next({}, bid))],
    [
      "other-round",
      lostTo(assignment, { type: "opened", round: 2, at: 0 }, { type: "closed", round: 2, at: 0 }, next({})),
    ],
  ];

  it.each(cases)("that its job, bid or history contradicts is reported: %s", async (why, told) => {
    const { findings } = checkHistory(await signedHistory(job.body, told), verify);
    expect(findings).toMatchObject([{ finding: "bad-assignment", why }]);
  });

  it("that follows the one before it is good", async () => {
    const { findings } = checkHistory(await signedHistory(job.body, lostTo(assignment, next({}))), verify);
    expect(findings).toEqual([]);
  });
});

describe("a job with replicas", () => {
  const salt = new Uint8Array(16).fill(1);

  async function tell(results: readonly number[], executors: readonly Did[] = [executor, rival]) {
    const voted = factOf(
      jobBody({ by: creator, hold: job.body.hold, verification: { type: "quorum", replicas: 2, agree: 2 } }),
    );
    const bids = executors.map((by) => factOf(bidBody(voted, { by })));
    const first = factOf(assignmentBody(voted, bids[0] ?? bid));
    const second = factOf(assignmentBody(voted, bids[1] ?? bid, { replica: 1, seq: 1, prev: first.cid }));
    const receipts = [first, second].map((given, at) => {
      const outcome = { type: "ok", result: someCid(results[at] ?? 0), outputs: {} } as const;
      return factOf(receiptBody(given, { outcome, salt }));
    });
    const commits = [first, second].map((given, at) => commitBody(given, receipts[at]?.cid ?? someCid(0)));
    const shown: AnyBody = {
      net,
      by: creator,
      via: null,
      t: "icn/commits/1",
      job: first.body.job,
      commits: [],
    };
    const told: readonly Told[] = [
      opened,
      ...bids.map(({ body }) => body),
      closed,
      first.body,
      second.body,
      answerBody(first),
      answerBody(second),
      ...commits,
      shown,
      ...receipts.map(({ body }) => body),
      ...receipts.map((said): Told => ({ type: "anchored", receipt: said.cid, at: 0 })),
      completed,
    ];
    const { findings } = checkHistory(await signedHistory(voted.body, told), verify);
    return { findings, receipts };
  }

  it("that agree is good", async () => {
    expect((await tell([1, 1])).findings).toEqual([]);
  });

  it("that do not agree has no proven result, whatever its manager wrote", async () => {
    const { findings, receipts } = await tell([1, 2]);
    expect(findings).toEqual(receipts.map(({ cid }) => ({ finding: "unproven-result", cid })));
  });

  it("that its own creator runs is reported", async () => {
    const { findings } = await tell([1, 1], [creator, rival]);
    expect(findings).toMatchObject([{ finding: "bad-assignment", why: "party-in-quorum" }]);
  });
});

function damaged<Body>(record: Signed<Body>): Signed<Body> {
  return { ...record, sig: record.sig.map((byte) => byte ^ 1) };
}

async function signed<Body extends AnyBody>(
  record: RecordDefinition<Body>,
  body: Body,
): Promise<Signed<Body>> {
  const signer = byDid.get(body.by);
  if (signer === undefined) throw new Error(`no key for ${body.by}`);
  return await signRecord(record, body, signer);
}

async function signedHistory(
  body: Job,
  told: readonly Told[],
  change: (at: number, happened: Happening) => Happening = (_, happened) => happened,
): Promise<SignedHistory> {
  const facts: Signed<AnyBody>[] = [];
  const entries: Signed<Entry>[] = [];
  const signedJob = await signed(jobRecord, body);
  for (const [seq, said] of told.entries()) {
    const happened = change(seq, await happeningOf(said, facts));
    const prev = entries.at(-1)?.cid ?? null;
    const entry: Entry = {
      net,
      by: body.by,
      via: null,
      t: "icn/entry/1",
      job: signedJob.cid as Entry["job"],
      seq,
      prev,
      happened,
    };
    entries.push(await signed(entryRecord, entry));
  }
  return { job: signedJob, entries, facts };
}

async function happeningOf(said: Told, facts: Signed<AnyBody>[]): Promise<Happening> {
  if (!("t" in said)) return said;
  const record = recordOfType(said.t);
  if (record === undefined) throw new Error(`no record ${said.t}`);
  const fact = await signed(record, said);
  facts.push(fact);
  return { type: "fact", cid: fact.cid, sig: fact.sig };
}

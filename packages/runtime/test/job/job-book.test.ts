import {
  type Assignment,
  assignmentRecord,
  bidRecord,
  type Cid,
  createKeySigner,
  jobRecord,
  networkIdSchema,
  progressRecord,
  receiptRecord,
  releaseRecord,
  signRecord,
} from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import {
  sampleAcceptance,
  sampleAssignment,
  sampleBid,
  sampleJob,
  sampleReceipt,
} from "@icn-mesh/economics/testing";
import { foldHistory } from "@icn-mesh/mesh";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createJobBook } from "../../src/job/job-book.ts";
import type { Said } from "../../src/job/said.ts";

const engine = nodeCryptoEngine();
const key = (fill: number) => createKeySigner({ engine, secretKey: new Uint8Array(32).fill(fill) });
const [creator, one, two] = [key(1), key(2), key(3)];
const net = networkIdSchema.parse("bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua");
const job = await signRecord(
  jobRecord,
  sampleJob(net, { account: creator.did, seq: 0, index: 0 }).body,
  creator,
);
const at = 1;

/** Everything that could be said about one job by two executors and its manager, right or wrong. */
async function everything(): Promise<readonly Said[]> {
  const said: Said[] = [job];
  for (const round of [1, 2, 3]) said.push({ type: "opened", round, at }, { type: "closed", round, at });
  let prev: Cid | null = null;
  for (const [number, executor] of [one, two].entries()) {
    const bid = await sampleBid(net, job.cid as never, { by: executor, changes: { round: number + 1 } });
    const place: Partial<Assignment> = { attempt: number + 1, seq: number, prev };
    const body = sampleAssignment({ cid: job.cid as never, body: job.body }, bid, { claimBy: 9, ...place });
    const assignment = await signRecord(assignmentRecord, body, creator);
    prev = assignment.cid;
    const head = { net, by: executor.did, via: null, assignment: assignment.cid } as const;
    const progress = {
      t: "icn/progress/1",
      ...head,
      at,
      stage: "",
      percent: 1,
      message: "",
      completedStages: [],
      remainingStages: [],
    } as const;
    const receipt = await sampleReceipt({ cid: assignment.cid, net }, executor);
    const failed = await signRecord(
      receiptRecord,
      { ...receipt.body, outcome: { type: "failed", class: number === 0 ? "crashed" : "trap", message: "" } },
      executor,
    );
    said.push(
      await signRecord(bidRecord, bid.body, executor),
      assignment,
      await sampleAcceptance(assignment, executor),
      await signRecord(
        progressRecord,
        { ...progress, seq: 0, completedStages: [], remainingStages: [] },
        executor,
      ),
      await signRecord(
        progressRecord,
        { ...progress, seq: 1, completedStages: [], remainingStages: [] },
        executor,
      ),
      receipt,
      failed,
      await signRecord(releaseRecord, { t: "icn/release/1", ...head, partPrice: 0n }, executor),
      { type: "lost", assignment: assignment.cid, reason: "lost", at },
      { type: "anchored", receipt: receipt.cid, at },
      { type: "anchored", receipt: failed.cid, at },
    );
  }
  said.push(
    { type: "ended", status: "completed", reason: null, at },
    { type: "ended", status: "failed", reason: "no-bids", at },
    { type: "ended", status: "failed", reason: "made-up", at },
  );
  return said;
}

const all = await everything();

describe("the book of a job", () => {
  it("I-13: says what a fold over its entries says, whatever it was told in whatever order", () => {
    const seen = new Set<string>();
    const jumbled = fc.array(fc.nat(all.length - 1), { maxLength: 60 });
    const inOrder = fc.subarray([...all.keys()], { minLength: 10 });
    const most = fc
      .uniqueArray(fc.nat(all.length - 1), { maxLength: 6 })
      .map((left) => [...all.keys()].filter((index) => !left.includes(index)));
    const some = fc.oneof(jumbled, inOrder, most);
    void fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 5 }), (order, atOnce) => {
        const book = createJobBook(job);
        const said = order.flatMap((index) => all[index] ?? []);
        for (let from = 0; from < said.length; from += atOnce) {
          const plan = book.plan(said.slice(from, from + atOnce));
          const applied = plan.answers.filter(({ answer }) => answer === "applied").length;
          expect(plan.entries).toHaveLength(applied);
          book.adopt(plan);
          expect(book.state).toEqual(plan.state);
        }
        const fold = foldHistory({ job, entries: book.entries, facts: book.facts.values() });
        expect(fold.lifecycle.state).toEqual(book.state);
        expect(fold.refused).toEqual([]);
        expect(fold.entries).toHaveLength(book.entries.length);
        seen.add(book.state.status);
      }),
      { numRuns: 500, seed: 1 },
    );
    expect(seen).toEqual(new Set([...seen, "Completed", "Executing", "Failed"]));
  });

  it("changes nothing by planning", () => {
    const book = createJobBook(job);
    const { state, head } = book;
    book.plan(all);
    expect([book.state, book.head, book.entries.length, book.facts.size]).toEqual([state, head, 0, 0]);
  });

  it("takes in a fact once", () => {
    const book = createJobBook(job);
    expect(book.plan([job, job]).answers.map(({ answer }) => answer)).toEqual(["applied", "duplicate"]);
  });
});

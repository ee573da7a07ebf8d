import { type AnyBody, signedRecords } from "@icn-mesh/core";
import { type Fact, readFact } from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";
import { factOf, jobBody, someCid } from "../job-samples.ts";

const context = { job: factOf(jobBody()), assignments: new Map() };

/** What can be part of the history of a job. */
const FITTING = [
  "icn/accept/1",
  "icn/assign/1",
  "icn/bid/1",
  "icn/cancel/1",
  "icn/checkpoint/1",
  "icn/commit/1",
  "icn/commits/1",
  "icn/job/1",
  "icn/partial/1",
  "icn/progress/1",
  "icn/receipt/1",
  "icn/release/1",
  "icn/selection/1",
];

describe("a record in the history of a job", () => {
  it.each(signedRecords.map(({ type }) => type))("of type %s means something or is told apart", (t) => {
    const stray = { cid: someCid(1), body: { t, outcome: { type: "ok" } } } as unknown as Fact<AnyBody>;
    const reading = readFact(context, stray);
    const fault = "fault" in reading ? reading.fault : null;
    expect(fault === "unfitting-fact").toBe(!FITTING.includes(t));
  });
});

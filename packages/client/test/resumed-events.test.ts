import { createHandClock } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import { createClient, type FetchRequest, type FetchResponse } from "../src/index.ts";

const JOB = "bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua";
const encoder = new TextEncoder();

/** A response whose body comes piece by piece, and then ends or breaks. */
function aResponse(status: number, pieces: readonly string[], breaks = false): FetchResponse {
  const left = pieces.map((piece) => encoder.encode(piece));
  return {
    status,
    headers: { get: () => "text/event-stream" },
    text: async () => pieces.join(""),
    body: {
      getReader: () => ({
        async read() {
          const value = left.shift();
          if (value === undefined && breaks) throw new TypeError("terminated");
          return { done: value === undefined, value };
        },
        cancel: async () => undefined,
        releaseLock: () => undefined,
      }),
    },
  };
}

const line = (seq: number) => {
  const data = { seq, cid: JOB, type: "opened", round: 1, at: 7 };
  return `id: ${seq}\nevent: entry\ndata: ${JSON.stringify(data)}\n\n`;
};
const FINISHED = `event: finished\ndata: ${JSON.stringify({ id: JOB, status: "Completed", settlement: "paid" })}\n\n`;

/** A client whose node answers so, one connection after the other. */
function aClient(answers: readonly (() => FetchResponse)[]) {
  const clock = createHandClock();
  const requests: FetchRequest[] = [];
  const client = createClient({
    url: "http://node.example",
    clock,
    async fetch(_, request) {
      requests.push(request);
      const answer = answers[requests.length - 1];
      if (answer === undefined) throw new TypeError("fetch failed");
      return answer();
    },
  });
  const asked = () => requests.map(({ headers }) => headers["last-event-id"]);
  return { client, clock, asked };
}

async function seqsOf(events: AsyncIterable<{ readonly event: string; readonly data: object }>) {
  const seen: (number | string)[] = [];
  for await (const { event, data } of events) seen.push("seq" in data ? Number(data.seq) : event);
  return seen;
}

describe("the events of a job", () => {
  it("go on after the last that came, over connections that break, end or are not there", async () => {
    const { client, clock, asked } = aClient([
      () => aResponse(200, [line(0), line(1)], true),
      () => aResponse(200, [": alive\n\n"]),
      () => {
        throw new TypeError("fetch failed");
      },
      () => aResponse(200, [line(2), FINISHED]),
    ]);
    const seen = seqsOf(client.jobEvents({ params: { id: JOB as never } }));
    await clock.advance(10_000);
    expect(await seen).toEqual([0, 1, 2, "finished"]);
    expect(asked()).toEqual([undefined, "1", "1", "1"]);
  });

  it("try again where the node is busy, and not where it says no", async () => {
    const problem = (status: number) => () =>
      aResponse(status, [JSON.stringify({ type: "urn:x", title: "x", status, code: "GATEWAY_X" })]);
    const busy = aClient([problem(503), problem(429), () => aResponse(200, [FINISHED])]);
    const seen = seqsOf(busy.client.jobEvents({ params: { id: JOB as never } }));
    await busy.clock.advance(10_000);
    expect(await seen).toEqual(["finished"]);
    const refused = aClient([problem(404)]);
    const failing = seqsOf(refused.client.jobEvents({ params: { id: JOB as never } }));
    await expect(failing).rejects.toMatchObject({ code: "CLIENT_REFUSED" });
  });

  it("end when they are not wanted any more", async () => {
    const leaving = new AbortController();
    const { client, clock } = aClient([() => aResponse(200, [line(0)])]);
    const seen = seqsOf(client.jobEvents({ params: { id: JOB as never }, signal: leaving.signal }));
    await clock.advance(100);
    leaving.abort();
    expect(await seen).toEqual([0]);
  });
});

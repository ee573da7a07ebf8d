import { afterAll, beforeAll, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { aGateway, anEcho, type GatewayScene } from "../a-gateway.ts";

let scene: GatewayScene;
beforeAll(async () => {
  scene = await aGateway();
});
afterAll(() => scene.stop());

/** Every message of a socket until it closes, or there are so many. */
function messagesOf(
  url: string,
  most = Number.POSITIVE_INFINITY,
): Promise<readonly Record<string, unknown>[]> {
  const socket = new WebSocket(url.replace(/^http/, "ws"), ["icn-mesh"]);
  const messages: Record<string, unknown>[] = [];
  return new Promise((resolve, reject) => {
    socket.on("message", (data) => {
      messages.push(JSON.parse(String(data)));
      if (messages.length === most) socket.terminate();
    });
    socket.on("close", (code, reason) => {
      if (code === 1008) reject(new Error(String(reason)));
      else resolve(messages);
    });
    socket.on("error", reject);
  });
}

/** The data of the first event of a stream that is open. */
async function firstEvent(response: Response): Promise<unknown> {
  let text = "";
  for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
    text += piece;
    const data = /^data: (.*)\n/m.exec(text)?.[1];
    if (data !== undefined) return JSON.parse(data);
  }
  throw new Error("the stream has ended");
}

async function linesFrom(id: string, from: number) {
  const seqs: number[] = [];
  for await (const { event, data } of scene.client.jobEvents({
    params: { id: id as never },
    query: { from },
  }))
    if (event === "entry") seqs.push(data.seq);
  return seqs;
}

describe("the events of a job", () => {
  it("are every line of its history once, also from the middle and after its end", async () => {
    const { client } = scene;
    const live: number[] = [];
    const job = await client.submitAndWait(anEcho(), {
      onEvent: ({ event, data }) => event === "entry" && live.push(data.seq),
    });
    const { entries } = await client.jobHistory({ params: { id: job.id } });
    expect(live).toEqual(entries.map(({ seq }) => seq));
    expect(await linesFrom(job.id, 0)).toEqual(live);
    expect(await linesFrom(job.id, 5)).toEqual(live.slice(5));
  });

  it("are the same over a WebSocket", async () => {
    const { client, gateway } = scene;
    const job = await client.submitAndWait(anEcho());
    const messages = await messagesOf(`${gateway.url}/v1/jobs/${job.id}/events`);
    const { entries } = await client.jobHistory({ params: { id: job.id } });
    expect(messages.map(({ event }) => event)).toEqual([...entries.map(() => "entry"), "finished"]);
    expect(messages[3]).toEqual({ id: "3", event: "entry", data: entries[3] });
  });

  it("are refused over a WebSocket with the code of the problem", async () => {
    const unknown = `${scene.gateway.url}/v1/jobs/bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua/events`;
    await expect(messagesOf(unknown)).rejects.toThrow("GATEWAY_UNKNOWN");
  });
});

describe("the events of a node", () => {
  it("go on after the one that was seen last", async () => {
    const { client, gateway } = scene;
    const live = await fetch(`${gateway.url}/v1/events`);
    const job = await client.submitAndWait(anEcho());
    expect(await firstEvent(live)).toMatchObject({ job: job.id, status: expect.any(String) });
    const response = await fetch(`${gateway.url}/v1/events?after=zzzz-1`);
    expect(response.status).toBe(200);
    await response.body?.cancel();
    const [gap, next] = await messagesOf(`${gateway.url}/v1/events?after=zzzz-1`, 2);
    expect(gap).toMatchObject({ event: "gap" });
    const [resumed] = await messagesOf(`${gateway.url}/v1/events?after=${String(next?.["id"])}`, 1);
    expect(Number(String(resumed?.["id"]).split("-")[1])).toBe(
      Number(String(next?.["id"]).split("-")[1]) + 1,
    );
  });
});

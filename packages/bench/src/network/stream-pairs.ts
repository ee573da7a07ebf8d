import { once } from "node:events";
import { createServer, connect as dial } from "node:net";
import type { NetworkNode } from "@icn-mesh/network";
import type { Stream } from "@libp2p/interface";
import type { Libp2pOptions } from "libp2p";
import { createArrivals } from "./arrivals.ts";
import { startBareNode } from "./bare-node.ts";
import { connectOurs, type OurNodeOptions, startOurNode } from "./our-node.ts";

/** Two ends in one process. */
export interface StreamPair {
  /** One message there and as many bytes back. */
  roundTrip(bytes: Uint8Array): Promise<void>;
  /** So many messages one way, `together` at a time; resolves when all have arrived. */
  send(bytes: Uint8Array, count: number, together: number): Promise<void>;
  stop(): Promise<void>;
}

const [ECHO, SINK] = ["/bench/echo/1", "/bench/sink/1"];
/** What our frames have before the bytes. */
const LENGTH_BYTES = 2;

/** Two sockets of the operating system, and nothing else. */
export async function socketPair(): Promise<StreamPair> {
  const [back, there] = [createArrivals(), createArrivals()];
  let echoes = true;
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on("data", (data) => {
      if (echoes) socket.write(data);
      else there.add(data.length);
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const socket = dial({ port: address.port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  socket.on("data", (data) => back.add(data.length));
  return {
    async roundTrip(bytes) {
      echoes = true;
      socket.write(bytes);
      await back.next(bytes.length);
    },
    async send(bytes, count, together) {
      echoes = false;
      const group = groupOf(bytes, together);
      for (let sent = 0; sent < count; sent += together) {
        if (!socket.write(group.slice())) await once(socket, "drain");
      }
      await there.next((count / together) * group.length);
    },
    async stop() {
      socket.destroy();
      server.close();
    },
  };
}

/** Two bare libp2p nodes, and streams between them that stay open. */
export async function barePair(options: Libp2pOptions = {}): Promise<StreamPair> {
  const [here, other] = [await startBareNode(options), await startBareNode(options)];
  const [back, there] = [createArrivals(), createArrivals()];
  await other.handle(ECHO, (stream) => {
    stream.addEventListener("message", ({ data }) => void stream.send(data));
  });
  await other.handle(SINK, (stream) => {
    stream.addEventListener("message", ({ data }) => there.add(data.byteLength));
  });
  const connection = await here.dial(other.getMultiaddrs());
  const [echo, sink] = [await connection.newStream(ECHO), await connection.newStream(SINK)];
  echo.addEventListener("message", ({ data }) => back.add(data.byteLength));
  return {
    async roundTrip(bytes) {
      echo.send(bytes.slice());
      await back.next(bytes.length);
    },
    async send(bytes, count, together) {
      const group = groupOf(bytes, together);
      for (let sent = 0; sent < count; sent += together) {
        if (!sink.send(group.slice())) await drained(sink);
      }
      await there.next((count / together) * group.length);
    },
    async stop() {
      await Promise.all([here.stop(), other.stop()]);
    },
  };
}

/** Two nodes of ours: requests and their answers, and a stream of messages. */
export async function ourPair(options: OurNodeOptions = {}): Promise<StreamPair> {
  const [here, other] = [await startOurNode(options), await startOurNode(options)];
  const there = createArrivals();
  other.handle({ name: ECHO }, ({ bytes }) => bytes);
  other.accept({ name: SINK }, async ({ messages }) => {
    for await (const _ of messages) there.add(1);
  });
  await connectOurs(here, other);
  const stream = await opened(here, other);
  return {
    async roundTrip(bytes) {
      const result = await here.request(other.self, { name: ECHO }, bytes);
      if (!result.ok) throw new Error(result.code);
    },
    async send(bytes, count, together) {
      for (let sent = 0; sent < count; sent += together) {
        let last: Promise<unknown> | undefined;
        for (let each = 0; each < together; each++) last = stream.send(bytes);
        await last;
      }
      await there.next(count);
    },
    async stop() {
      await Promise.all([here.stop(), other.stop()]);
    },
  };
}

async function opened(from: NetworkNode, to: NetworkNode) {
  const result = await from.open(to.self, { name: SINK });
  if (!result.ok) throw new Error(result.code);
  return result.stream;
}

/** Several messages in one piece, each with the room for its length before it. */
function groupOf(bytes: Uint8Array, together: number): Uint8Array {
  return new Uint8Array((bytes.length + LENGTH_BYTES) * together);
}

async function drained(stream: Stream): Promise<void> {
  await new Promise((resolve) => stream.addEventListener("drain", resolve, { once: true }));
}

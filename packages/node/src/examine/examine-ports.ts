import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { type Diagnosis, fault, well } from "./diagnosis.ts";

/** A port that something is to listen at. */
export interface ListeningPlace {
  readonly what: string;
  readonly host: string;
  readonly port: number;
  /** `tcp` when not given. */
  readonly protocol?: "tcp" | "udp";
}

/** The ports among multiaddrs. */
export function placesOf(addresses: readonly string[]): readonly ListeningPlace[] {
  return addresses.flatMap((address) => {
    const [, host, protocol, port] = /^\/ip[46]\/([^/]+)\/(tcp|udp)\/(\d+)/.exec(address) ?? [];
    if (host === undefined) return [];
    const what = `network at ${address}`;
    return [{ what, host, port: Number(port), protocol: protocol === "udp" ? "udp" : "tcp" }];
  });
}

/** Listens for a moment, to see whether it can. */
export async function examinePort({
  what,
  host,
  port,
  protocol = "tcp",
}: ListeningPlace): Promise<Diagnosis> {
  try {
    await (protocol === "tcp" ? listenAt(host, port) : bindTo(host, port));
    return well("port", `${what} is free`);
  } catch (error) {
    return fault("port", error);
  }
}

async function listenAt(host: string, port: number): Promise<void> {
  const server = createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, "listening");
  } finally {
    server.close();
  }
}

async function bindTo(address: string, port: number): Promise<void> {
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  try {
    socket.bind({ address, port, exclusive: true });
    await once(socket, "listening");
  } finally {
    socket.close();
  }
}

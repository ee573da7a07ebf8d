import { once } from "node:events";
import { createServer } from "node:net";
import { type Diagnosis, fault, well } from "./diagnosis.ts";

/** A TCP port that something is to listen at. */
export interface ListeningPlace {
  readonly what: string;
  readonly host: string;
  readonly port: number;
}

/** The TCP ports among multiaddrs. */
export function placesOf(addresses: readonly string[]): readonly ListeningPlace[] {
  return addresses.flatMap((address) => {
    const [, host, port] = /^\/ip[46]\/([^/]+)\/tcp\/(\d+)/.exec(address) ?? [];
    return host === undefined ? [] : [{ what: `network at ${address}`, host, port: Number(port) }];
  });
}

/** Listens for a moment, to see whether it can. */
export async function examinePort({ what, host, port }: ListeningPlace): Promise<Diagnosis> {
  const server = createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, "listening");
    return well("port", `${what} is free`);
  } catch (error) {
    return fault("port", error);
  } finally {
    server.close();
  }
}

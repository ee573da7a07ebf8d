import { Agent, request } from "node:http";

/** Sends requests over connections that stay open. */
export interface KeepAliveClient {
  get(path: string): Promise<number>;
  post(path: string, body: string): Promise<number>;
  stop(): void;
}

/** A client of a server on this machine, which reads whole answers and looks at none. */
export function keepAliveClient(url: string, connections: number): KeepAliveClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(url);

  function ask(method: string, path: string, body?: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = body === undefined ? {} : { "content-type": "application/json" };
      const sent = request({ agent, hostname, port, method, path, headers }, (response) => {
        let bytes = 0;
        response.on("data", (piece: Buffer) => {
          bytes += piece.length;
        });
        response.on("end", () => resolve(bytes));
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }

  return {
    get: (path) => ask("GET", path),
    post: (path, body) => ask("POST", path, body),
    stop: () => agent.destroy(),
  };
}

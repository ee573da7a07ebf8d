import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { PageFiles } from "./bundle-page.ts";
import type { Welcome } from "./welcome.ts";

/** What a site does for those who come. */
export interface SiteParts {
  readonly files: PageFiles;
  /** Gives a new account its first mana. */
  welcome(account: string): Promise<Welcome>;
}

/** A site that is open on loopback. */
export interface Site {
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves the page, and greets each new account once. */
export async function serveSite({ files, welcome }: SiteParts): Promise<Site> {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(400).end());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === "POST" && request.url === "/welcome") {
      const given = await welcome(await text(request));
      return sent(response, "application/json", JSON.stringify(given));
    }
    if (request.url === "/") return sent(response, "text/html; charset=utf-8", files.html);
    if (request.url === "/page.js") return sent(response, "text/javascript", files.script);
    response.writeHead(404).end();
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => closed(server) };
}

function sent(response: ServerResponse, type: string, body: string | Uint8Array): void {
  response.writeHead(200, { "content-type": type }).end(body);
}

async function closed(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, "close");
}

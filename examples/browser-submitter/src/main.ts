import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createClient } from "@icn-mesh/client";
import { bundlePage } from "./bundle-page.ts";
import { type Site, serveSite } from "./serve-site.ts";
import { type OpenNode, startNodeFor } from "./start-node-for.ts";
import type { Welcome } from "./welcome.ts";

// A site with a page that submits jobs with a key of its own, and a node beside it, until Ctrl-C.

const over = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => over.abort());

const root = await mkdtemp(join(tmpdir(), "icn-mesh-page-"));
let opened: OpenNode | undefined;
let site: Site | undefined;
try {
  site = await serveSite({ files: await bundlePage(), welcome });
  opened = await startNodeFor(site.origin, root);
  console.log(`open ${site.origin}/`);
  await once(over.signal, "abort");
} finally {
  await site?.close();
  await opened?.node.stop();
  await rm(root, { recursive: true, force: true });
}

/** The site holds the node's key, and so may give mana away; a real one would ask who comes. */
async function welcome(account: string): Promise<Welcome> {
  if (opened === undefined) throw new Error("the node is not there yet");
  const { node, gateway } = opened;
  const client = createClient({ url: gateway.url, signer: node.signer });
  const gift = await client.transferMana({ body: { to: account, amount: "100" }, idempotencyKey: account });
  return { url: gateway.url, net: node.federation.net, manager: node.did, gift };
}

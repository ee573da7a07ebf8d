import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { HttpPost, HttpPoster, PostResult } from "../ports/http-poster.ts";
import { isPublicAddress } from "../webhooks/webhook-fault.ts";

const UNREACHABLE: PostResult = { ok: false, why: "unreachable" };
const PRIVATE: PostResult = { ok: false, why: "private-address" };

/**
 * Sends over the network of this machine. A name is resolved once, and what is dialled is an address that was looked
 * at: a name that leads elsewhere the next time leads nowhere.
 */
export function createNodePoster(): HttpPoster {
  return {
    async post(post) {
      const { hostname } = new URL(post.url);
      const found = await addressesOf(hostname.replace(/^\[|\]$/g, ""));
      const admitted = post.allowPrivate ? found : found.filter(({ address }) => isPublicAddress(address));
      const [first] = admitted;
      if (first === undefined) return found.length > 0 ? PRIVATE : UNREACHABLE;
      return send(post, first);
    },
  };
}

async function addressesOf(host: string): Promise<readonly LookupAddress[]> {
  if (isIP(host) !== 0) return [{ address: host, family: isIP(host) }];
  return lookup(host, { all: true }).catch(() => []); // nothing has this name
}

function send(post: HttpPost, { address, family }: LookupAddress): Promise<PostResult> {
  const resolved: LookupFunction = (_, options, done) =>
    options.all ? done(null, [{ address, family }]) : done(null, address, family);
  const request = post.url.startsWith("https:") ? requestHttps : requestHttp;
  const headers = { ...post.headers, "content-length": String(post.body.length) };
  return new Promise((resolve) => {
    const options = { method: "POST", headers, signal: post.signal, agent: false, lookup: resolved } as const;
    const sent = request(post.url, options, (response) => {
      resolve({ ok: true, status: response.statusCode ?? 0 });
      response.destroy();
    });
    sent.on("error", () => resolve(UNREACHABLE));
    sent.end(post.body);
  });
}

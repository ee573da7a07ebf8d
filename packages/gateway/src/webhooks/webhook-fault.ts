import ipaddr from "ipaddr.js";

/** What is wrong with the URL of a webhook; undefined where nothing is to be seen of it before its name is resolved. */
export function webhookFault(text: string, allowPrivate: boolean): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return "not an http or https URL";
  if (url.username !== "" || url.password !== "") return "a URL with credentials";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (allowPrivate) return undefined;
  if (host === "localhost" || host.endsWith(".localhost")) return "a private address";
  return ipaddr.isValid(host) && !isPublicAddress(host) ? "a private address" : undefined;
}

/** True for an address of the public internet, and for no other that leads to this machine or its neighbours. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "unicast";
}

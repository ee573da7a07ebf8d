import ipaddr from "ipaddr.js";

/** Whom requests of an address count under: whoever has one address of IPv6 has all that begin with the same 64 bits. */
export function addressKey(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  return `${[...parsed.toByteArray()].slice(0, 8).join(".")}/64`;
}

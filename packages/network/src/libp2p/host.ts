import type { Multiaddr } from "@multiformats/multiaddr";
import ipaddr from "ipaddr.js";

/** An IP address; one of IPv4 inside IPv6 is that of IPv4, and as private as that. */
export type Host = ReturnType<typeof ipaddr.process>;

/** The IP address that a multiaddr begins with; undefined for names and other things. */
export function hostOf(address: Multiaddr): Host | undefined {
  const [first] = address.getComponents();
  const isIp = first?.name === "ip4" || first?.name === "ip6";
  return isIp && first.value !== undefined ? hostFromText(first.value) : undefined;
}

/** The same for the text of an IP address; undefined for any other text. */
export function hostFromText(text: string): Host | undefined {
  return ipaddr.isValid(text) ? ipaddr.process(text) : undefined;
}

/** Who shares this shares a house or a provider: the /24 of IPv4, the /48 of IPv6. */
export function subnetOf(host: Host): string {
  const bytes = host.toByteArray();
  return bytes.slice(0, bytes.length === 4 ? 3 : 6).join(".");
}

/** True for what means something on one machine or in one house only, and must not be dialled for a stranger. */
export function isPrivate(host: Host): boolean {
  return host.range() !== "unicast";
}

import ipaddr from "ipaddr.js";
import { GatewayError } from "./errors.ts";
import type { GatewaySettings } from "./gateway-section.ts";

/** True for a door through which everybody on this machine comes as its operator. */
export function isOpenDoor({ auth, host }: Pick<GatewaySettings, "auth" | "host">): boolean {
  return auth === "none" || (auth === "auto" && isLoopback(host));
}

/** Throws for a door that lets strangers in, or shows keys to whoever listens on the way. */
export function assertSafe(settings: GatewaySettings): void {
  const { host, tls, behindProxy, plainHttp } = settings;
  if (isLoopback(host)) return;
  if (isOpenDoor(settings))
    throw new GatewayError("strangers could come in", { code: "GATEWAY_OPEN_DOOR", host });
  if (tls === undefined && behindProxy === undefined && !plainHttp)
    throw new GatewayError("keys would travel in the clear", { code: "GATEWAY_PLAIN_HTTP", host });
}

function isLoopback(host: string): boolean {
  return host === "localhost" || (ipaddr.isValid(host) && ipaddr.process(host).range() === "loopback");
}

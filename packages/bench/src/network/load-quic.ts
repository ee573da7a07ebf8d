import { existsSync } from "node:fs";
import { registerHooks } from "node:module";
import type { Libp2pOptions } from "libp2p";

type TransportFactory = NonNullable<Libp2pOptions["transports"]>[number];

const NAME = "@chainsafe/libp2p-quic";
const INSTALLED = `../../../../interop/libp2p-peers/node_modules/${NAME}/dist/src/index.js`;

/** Where a node listens for QUIC. */
export const QUIC_ADDRESS = "/ip4/127.0.0.1/udp/0/quic-v1";

/**
 * QUIC where interop/libp2p-peers is installed: it is native code, which this workspace does not bring. Our own nodes
 * find it too then. Undefined, with a line about it, where it is not installed.
 */
export async function loadQuic(): Promise<(() => TransportFactory) | undefined> {
  const url = new URL(INSTALLED, import.meta.url);
  if (!existsSync(url)) {
    console.log("no rows for QUIC: interop/libp2p-peers is not installed");
    return undefined;
  }
  registerHooks({
    resolve: (specifier, context, next) => next(specifier === NAME ? url.href : specifier, context),
  });
  const module: { readonly quic: () => TransportFactory } = await import(url.href);
  return module.quic;
}

import { type Clock, orAborted } from "@icn-mesh/core";
import type { Connection } from "@libp2p/interface";
import type { Libp2p } from "libp2p";

/** Whether peers have shown themselves. */
export interface Greeting {
  /** Waits for it: true when the peer has, false when it hung up. */
  isOver(connection: Connection, signal: AbortSignal): Promise<boolean>;
  isGoingOn(connection: Connection): boolean;
}

/** A foreign peer may not know identify; then its connection counts after so long. */
const IDENTIFY_MS = 5_000;

/**
 * Watches the identify exchange of a node. A connection proves nothing before: the handshake is over at our end before
 * the other end has judged whether it admits us.
 */
export function createGreeting(node: Libp2p, clock: Clock): Greeting {
  const identified = new WeakSet<Connection>();
  const goingOn = new WeakSet<Connection>();
  node.addEventListener("peer:identify", ({ detail }) => identified.add(detail.connection));

  function shown(connection: Connection, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      connection.addEventListener("close", () => resolve(), { once: true, signal });
      const listener = ({ detail }: { readonly detail: { readonly connection: Connection } }) => {
        if (detail.connection === connection) resolve();
      };
      node.addEventListener("peer:identify", listener, { signal });
    });
  }

  return {
    isGoingOn: (connection) => goingOn.has(connection),
    async isOver(connection, signal) {
      if (identified.has(connection) || connection.status !== "open") return connection.status === "open";
      const enough = new AbortController();
      const late = clock.after(IDENTIFY_MS, { signal: enough.signal });
      late.catch(() => undefined);
      goingOn.add(connection);
      try {
        await orAborted(Promise.race([shown(connection, enough.signal), late]), signal);
      } finally {
        goingOn.delete(connection);
        identified.add(connection); // once is enough, also of a peer that does not know how to
        enough.abort(ENOUGH);
      }
      return connection.status === "open";
    },
  };
}

const ENOUGH = new Error("the peer has shown itself");

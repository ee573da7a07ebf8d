import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A way to a node that can be cut, and led elsewhere; its own address stays. */
export interface Relay {
  readonly url: string;
  /** Whoever comes from now on is led there. */
  leadTo(url: string): void;
  /** Cuts what is connected, and refuses whoever comes. Resolves when somebody came in vain. */
  cut(): Promise<void>;
}

/** A relay that leads nowhere yet. */
export async function aRelay(): Promise<Relay> {
  let port: number | undefined;
  let refused = Promise.withResolvers<void>();
  const open = new Set<Socket>();
  const server = createServer((caller) => {
    if (port === undefined) {
      caller.destroy();
      return refused.resolve();
    }
    const node = connect(port, "127.0.0.1");
    for (const [one, other] of [
      [caller, node],
      [node, caller],
    ] as const) {
      open.add(one);
      one.on("error", () => undefined);
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = (): void => {
    for (const socket of open) socket.destroy();
  };
  onTestFinished(() => {
    close();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo(url) {
      port = Number(new URL(url).port);
    },
    cut() {
      port = undefined;
      refused = Promise.withResolvers();
      close();
      return refused.promise;
    },
  };
}

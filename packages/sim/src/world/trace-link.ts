import type { Did } from "@icn-mesh/core";
import type { PeerLink } from "@icn-mesh/runtime";
import type { Trace } from "../kernel/trace.ts";

/** Where things are noted, and what accounts are called there. */
export interface LinkTrace {
  readonly trace: Trace;
  readonly nameOf: (account: Did) => string;
}

/** A link on which everything that is sent and heard is noted. */
export function traceLink({ trace, nameOf }: LinkTrace, link: PeerLink): PeerLink {
  const who = nameOf(link.self);
  return {
    ...link,
    peers: () => link.peers(),
    publish(topic, bytes) {
      trace.note(who, "publish", `${shortName(topic)} ${bytes.length}`);
      return link.publish(topic, bytes);
    },
    async request(peer, protocol, ...rest) {
      const [name, to] = [shortName(protocol.name), nameOf(peer)];
      trace.note([who, to], "ask", `${name} ${rest[0].length}`);
      const result = await link.request(peer, protocol, ...rest);
      if (result.ok) trace.note([to, who], "answer", `${name} ${result.bytes.length}`);
      else trace.note(who, "no-answer", `${name} ${to} ${result.code}`);
      return result;
    },
    handle: (protocol, handler) =>
      link.handle(protocol, (request) => {
        trace.note([nameOf(request.peer), who], "hear", shortName(protocol.name));
        return handler(request);
      }),
    subscribe: (topic, subscriber) =>
      link.subscribe(topic, {
        ...subscriber,
        validate: (message) => subscriber.validate(message),
        handle(message) {
          trace.note([nameOf(message.from), who], "message", `${shortName(topic)} ${message.bytes.length}`);
          return subscriber.handle(message);
        },
      }),
  };
}

/** Without the id of the network and the version, which are the same for all. */
function shortName(name: string): string {
  return (
    name
      .split("/")
      .filter(({ length }) => length > 1 && length < 20)
      .at(-1) ?? name
  );
}

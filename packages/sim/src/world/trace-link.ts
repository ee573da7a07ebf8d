import type { PeerLink } from "@icn-mesh/runtime";
import type { Trace } from "../kernel/trace.ts";

/** A link on which everything that is sent and heard is noted. */
export function traceLink(trace: Trace, who: string, link: PeerLink): PeerLink {
  return {
    ...link,
    peers: () => link.peers(),
    publish(topic, bytes) {
      trace.note(who, "publish", `${shortName(topic)} ${bytes.length}`);
      return link.publish(topic, bytes);
    },
    async request(peer, protocol, ...rest) {
      trace.note(who, "ask", `${shortName(protocol.name)} ${peer} ${rest[0].length}`);
      const result = await link.request(peer, protocol, ...rest);
      trace.note(who, "answer", `${shortName(protocol.name)} ${peer} ${result.ok}`);
      return result;
    },
    handle: (protocol, handler) =>
      link.handle(protocol, (request) => {
        trace.note(who, "hear", `${shortName(protocol.name)} ${request.peer} ${request.bytes.length}`);
        return handler(request);
      }),
    subscribe: (topic, subscriber) =>
      link.subscribe(topic, {
        ...subscriber,
        validate: (message) => subscriber.validate(message),
        handle(message) {
          trace.note(who, "message", `${shortName(topic)} ${message.from} ${message.bytes.length}`);
          return subscriber.handle(message);
        },
      }),
  };
}

/** Without the id of the network, which is the same for all. */
function shortName(name: string): string {
  return name
    .split("/")
    .filter(({ length }) => length > 1 && length < 20)
    .slice(1)
    .join("/");
}

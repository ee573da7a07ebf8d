import type { Actor } from "./actor.ts";

/** Bids for everything, and does not accept what it is given. */
export const noShow: Actor = {
  name: "NoShow",
  disguise(parts, { world }) {
    const { link } = parts.components;
    const silent: typeof link = {
      ...link,
      peers: () => link.peers(),
      handle: (protocol, handler) =>
        link.handle(protocol, (request) => {
          if (!protocol.name.endsWith("/assign/1")) return handler(request);
          world.counters.add("act NoShow");
          return null;
        }),
    };
    return { ...parts, components: { ...parts.components, link: silent } };
  },
};

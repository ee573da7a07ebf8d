import type { CommandRule } from "./command-rule.ts";
import { NODE_OPTIONS } from "./node-options.ts";

/** The commands about the federations that a running node is in, and about what it keeps of them. */
export const FEDERATION_COMMANDS: readonly CommandRule[] = [
  {
    words: "federations",
    says: "List the federations that a node is in, its home first",
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/federations.ts")).federations,
  },
  {
    words: "federations join",
    says: "Have a running node be in one more, by a constitution, a membership and deposits",
    takes: [{ name: "file", isMany: true }],
    options: NODE_OPTIONS,
    examples: ["federations join constitution membership letter"],
    load: async () => (await import("../commands/federations.ts")).federationsJoin,
  },
  {
    words: "federations leave",
    says: "Have a running node leave one, where nothing is open any more",
    takes: [{ name: "net" }],
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/federations.ts")).federationsLeave,
  },
  {
    words: "prune",
    says: "Have a running node remove what is over its time",
    options: [{ name: "dry-run", says: "Say what would go, and remove nothing" }, ...NODE_OPTIONS],
    examples: ["prune --dry-run"],
    load: async () => (await import("../commands/federations.ts")).prune,
  },
];

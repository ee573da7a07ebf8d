import type { CommandRule } from "./command-rule.ts";
import { CONFIG_OPTIONS } from "./common-options.ts";
import { FEDERATION_COMMANDS } from "./federation-commands.ts";
import { MESH_COMMANDS } from "./mesh-commands.ts";
import { OFFLINE_COMMANDS } from "./offline-commands.ts";
import { ONLINE_COMMANDS } from "./online-commands.ts";

/** Every command of the program, in the order in which they are listed. */
export const COMMANDS: readonly CommandRule[] = [
  {
    words: "init",
    says: "Write a configuration, and make the key of a node",
    options: [
      { name: "config", letter: "c", value: "file", says: "Where to write it; icn-mesh.yaml when not given" },
      {
        name: "data",
        letter: "d",
        value: "directory",
        says: "The data directory; icn-mesh-data when not given",
      },
      { name: "join", value: "file", says: "The constitution of a federation to join" },
      { name: "offer", says: "Run the jobs of others" },
    ],
    examples: ["init", "init --join constitution --offer"],
    load: async () => (await import("../commands/init.ts")).init,
  },
  {
    words: "start",
    says: "Start a node, and run it until Ctrl-C or SIGTERM",
    options: [
      ...CONFIG_OPTIONS,
      { name: "offer", says: "Run the jobs of others" },
      { name: "listen", value: "multiaddr", says: "Where other nodes can reach it" },
      { name: "join", value: "file", says: "The constitution of its federation" },
      { name: "stop-with-input", says: "End when the input does, as the process of a program that may die" },
    ],
    examples: ["start", "start --data ./node-1 --offer --listen /ip4/0.0.0.0/tcp/4001"],
    load: async () => (await import("../commands/start.ts")).start,
  },
  {
    words: "dev",
    says: "Start a whole federation on this machine, a process for each node",
    options: [
      { name: "nodes", letter: "n", value: "count", says: "How many nodes; 5 when not given" },
      {
        name: "data",
        letter: "d",
        value: "directory",
        says: "Keep their data there; a directory that is gone at the end when not given",
      },
      {
        name: "port",
        letter: "p",
        value: "number",
        says: "The API of the first node, and one more for each of the others; 7845 when not given, 0 for any",
      },
      { name: "mana", value: "amount", says: "What each has to begin with; 100000 when not given" },
    ],
    examples: ["dev", "dev --nodes 3 --data ./local"],
    load: async () => (await import("../commands/dev.ts")).dev,
  },
  ...ONLINE_COMMANDS,
  ...MESH_COMMANDS,
  ...FEDERATION_COMMANDS,
  ...OFFLINE_COMMANDS,
  {
    words: "completion",
    says: "Print what bash, zsh or fish need to complete commands",
    takes: [{ name: "shell" }],
    examples: ["completion bash > /etc/bash_completion.d/icn-mesh"],
    load: async () => (await import("../commands/completion.ts")).completionOf(COMMANDS),
  },
];

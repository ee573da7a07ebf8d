import type { CommandRule, OptionRule } from "./command-rule.ts";
import { NODE_OPTIONS } from "./node-options.ts";
import { SUBMIT_OPTIONS } from "./online-commands.ts";

const DAYS: OptionRule = { name: "days", value: "count", says: "For so long; a week when not given" };
/** Of what a submission may say, what a promise can. */
const OFFERED: ReadonlySet<string> = new Set([
  "cost",
  "echo",
  "file",
  "fuel",
  "input",
  "module",
  "output",
  "wall-ms",
]);

/** The commands that ask a running node about the mesh, mana, blocks, its machine and its keys. */
export const MESH_COMMANDS: readonly CommandRule[] = [
  {
    words: "peers",
    says: "List the peers that are connected, and the nodes that are known",
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/mesh-commands.ts")).peers,
  },
  {
    words: "mana",
    says: "Say what an account has: your own when none is named",
    takes: [{ name: "did", isOptional: true }],
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/mesh-commands.ts")).mana,
  },
  {
    words: "mana history",
    says: "List what your account has done and received, the newest first",
    options: [
      { name: "limit", value: "count", says: "So many operations; 20 when not given" },
      { name: "before", value: "number", says: "Go on where a list ended" },
      ...NODE_OPTIONS,
    ],
    load: async () => (await import("../commands/mesh-commands.ts")).manaHistory,
  },
  {
    words: "reputation",
    says: "Say how good the word of an account is",
    takes: [{ name: "did" }],
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/mesh-commands.ts")).reputation,
  },
  {
    words: "federation show",
    says: "Say by which rules the federation of a node lives",
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/mesh-commands.ts")).federationShow,
  },
  {
    words: "dag show",
    says: "Show a block as JSON",
    takes: [{ name: "cid" }],
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/dag-commands.ts")).dagShow,
  },
  {
    words: "dag walk",
    says: "List what a block reaches",
    takes: [{ name: "cid" }],
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/dag-commands.ts")).dagWalk,
  },
  {
    words: "dag export",
    says: "Write what a block reaches to a CAR file",
    takes: [{ name: "cid" }, { name: "file" }],
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/dag-commands.ts")).dagExport,
  },
  {
    words: "executor status",
    says: "Say whether the node takes work, and how much it has",
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/executor-commands.ts")).executorStatus,
  },
  {
    words: "executor drain",
    says: "Take no more work, and hand over what runs at its next checkpoint",
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/executor-commands.ts")).executorDrain,
  },
  {
    words: "executor pause",
    says: "Take and start no more work",
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/executor-commands.ts")).executorPause,
  },
  {
    words: "executor resume",
    says: "Take work again",
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/executor-commands.ts")).executorResume,
  },
  {
    words: "apikeys list",
    says: "List the API keys of a node",
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/api-key-commands.ts")).apiKeysList,
  },
  {
    words: "apikeys create",
    says: "Make an API key with these scopes, and print its secret, this once",
    takes: [{ name: "name" }, { name: "scope", isMany: true }],
    options: [
      { name: "days", value: "count", says: "For so long; for ever when not given" },
      { name: "node-account", says: "Let it act for the node's account, and not for one of its own" },
      ...NODE_OPTIONS,
    ],
    examples: ["apikeys create ci jobs:read jobs:write --days 30"],
    load: async () => (await import("../commands/api-key-commands.ts")).apiKeysCreate,
  },
  {
    words: "apikeys revoke",
    says: "End an API key, from the next request on",
    takes: [{ name: "id" }],
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/api-key-commands.ts")).apiKeysRevoke,
  },
  {
    words: "quotas",
    says: "Say what an account has open, has spent today, and may: your own when none is named",
    takes: [{ name: "account-or-key", isOptional: true }],
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/quota-commands.ts")).quotas,
  },
  {
    words: "quotas list",
    says: "List the quotas that accounts were given",
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/quota-commands.ts")).quotasList,
  },
  {
    words: "quotas set",
    says: "Give an account, or the account of an API key, a quota",
    takes: [{ name: "account-or-key" }],
    options: [
      { name: "open-jobs", value: "count", says: "Jobs that are not settled yet" },
      {
        name: "spend-per-day",
        value: "count",
        says: "Of each unit, what the jobs of one day (UTC) may hold",
      },
      ...NODE_OPTIONS,
    ],
    examples: ["quotas set ci --open-jobs 10 --spend-per-day 5000"],
    load: async () => (await import("../commands/quota-commands.ts")).quotasSet,
  },
  {
    words: "quotas clear",
    says: "Have an account go by the standard quota again",
    takes: [{ name: "account-or-key" }],
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/quota-commands.ts")).quotasClear,
  },
  {
    words: "aid list",
    says: "List what is asked for and offered now",
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/aid-commands.ts")).aidList,
  },
  {
    words: "aid request",
    says: "Ask for help, by tags",
    takes: [{ name: "tag", isMany: true }],
    options: [DAYS, ...NODE_OPTIONS],
    examples: ["aid request shelter maps"],
    load: async () => (await import("../commands/aid-commands.ts")).aidRequest,
  },
  {
    words: "aid offer",
    says: "Promise a job, at your cost, for requests whose tags it covers",
    takes: [{ name: "tag", isMany: true }],
    options: [
      DAYS,
      { name: "at-most", value: "count", says: "For so many requests; one when not given" },
      ...SUBMIT_OPTIONS.filter(({ name }) => OFFERED.has(name)),
      ...NODE_OPTIONS,
    ],
    examples: ["aid offer maps --module render.wasm --cost 20 --at-most 5"],
    load: async () => (await import("../commands/aid-commands.ts")).aidOffer,
  },
  {
    words: "aid withdraw",
    says: "Take back a request or an offer",
    takes: [{ name: "cid" }],
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/aid-commands.ts")).aidWithdraw,
  },
];

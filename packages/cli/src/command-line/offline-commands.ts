import type { CommandRule } from "./command-rule.ts";
import { CONFIG_OPTIONS } from "./common-options.ts";

/** The commands that work on files and on the data directory of a node that does not run. */
export const OFFLINE_COMMANDS: readonly CommandRule[] = [
  {
    words: "run",
    says: "Run a module here in the sandbox: its outputs, what it uses, what it would cost",
    takes: [{ name: "module" }, { name: "argument", isOptional: true, isMany: true }],
    options: [
      { name: "input", letter: "i", value: "file", isList: true, says: "An input; may be repeated" },
      { name: "output", letter: "o", value: "directory", says: "Write its result and outputs there" },
      { name: "fuel", value: "count", says: "How much it may compute" },
      { name: "memory-mb", value: "count", says: "How much memory it may use" },
      { name: "wall-ms", value: "count", says: "How long it may take" },
      ...CONFIG_OPTIONS,
    ],
    examples: ["run word-count.wasm --input book.txt", "run task.js first second"],
    load: async () => (await import("../commands/run.ts")).run,
  },
  {
    words: "federation create",
    says: "Found a federation: the key of its charter and its constitution",
    takes: [{ name: "directory" }],
    options: [
      { name: "guard", value: "did", isList: true, says: "An account that guards its mana; may be repeated" },
    ],
    examples: ["federation create ./our-coop --guard did:key:z6Mk…"],
    load: async () => (await import("../commands/federation-create.ts")).federationCreate,
  },
  {
    words: "federation deposit",
    says: "Sign a deposit for an account, and print it as a letter",
    takes: [{ name: "directory" }, { name: "did" }, { name: "amount" }],
    examples: ["federation deposit ./our-coop did:key:z6Mk… 1000 > letter"],
    load: async () => (await import("../commands/federation-deposit.ts")).federationDeposit,
  },
  {
    words: "federation admit",
    says: "Sign a membership for an account, and print it: its mana regenerates, and quorums hear it",
    takes: [{ name: "directory" }, { name: "did" }],
    options: [
      { name: "days", value: "count", says: "For so long; 365 when not given" },
      {
        name: "capability",
        value: "name",
        isList: true,
        says: "What it is believed to be able to do; may be repeated",
      },
    ],
    examples: ["federation admit ./our-coop did:key:z6Mk… > membership"],
    load: async () => (await import("../commands/federation-admit.ts")).federationAdmit,
  },
  {
    words: "federation join",
    says: "Take in a constitution, a membership or a deposit, while the node does not run",
    takes: [{ name: "file", isMany: true }],
    options: CONFIG_OPTIONS,
    examples: ["federation join constitution letter"],
    load: async () => (await import("../commands/federation-join.ts")).federationJoin,
  },
  {
    words: "keys",
    says: "Say whose keys are in the data directory; with a file, make a key there",
    takes: [{ name: "file", isOptional: true }],
    options: CONFIG_OPTIONS,
    examples: ["keys", "keys ./a-new-key"],
    load: async () => (await import("../commands/keys.ts")).keys,
  },
  {
    words: "backup",
    says: "Write what a stopped node keeps to a new directory",
    takes: [{ name: "directory" }],
    options: [
      ...CONFIG_OPTIONS,
      { name: "with-keys", says: "The keys too, which make the backup as secret as they are" },
    ],
    load: async () => (await import("../commands/backup.ts")).backup,
  },
  {
    words: "restore",
    says: "Bring a backup into a data directory that is empty but for keys",
    takes: [{ name: "directory" }],
    options: CONFIG_OPTIONS,
    load: async () => (await import("../commands/restore.ts")).restore,
  },
  {
    words: "verify",
    says: "Read every block of a stopped node again, and audit the ledger of a guard",
    options: CONFIG_OPTIONS,
    load: async () => (await import("../commands/verify.ts")).verify,
  },
  {
    words: "doctor",
    says: "Look at configuration, ports, keys, store and ledger, and say what to put right",
    options: CONFIG_OPTIONS,
    load: async () => (await import("../commands/doctor.ts")).doctor,
  },
  {
    words: "bench",
    says: "Measure this machine: signatures, the disk of the data directory, the sandbox, whole jobs",
    options: [
      { name: "ms", value: "count", says: "How long each of the eight measures takes; 1000 when not given" },
      ...CONFIG_OPTIONS,
    ],
    examples: ["bench", "bench --data /srv/icn-mesh --ms 10000 --json"],
    load: async () => (await import("../commands/bench.ts")).bench,
  },
  {
    words: "config check",
    says: "Say whether the configuration can be used",
    options: CONFIG_OPTIONS,
    load: async () => (await import("../commands/config-check.ts")).configCheck,
  },
  {
    words: "config print",
    says: "Print the configuration as a node would take it",
    options: CONFIG_OPTIONS,
    load: async () => (await import("../commands/config-print.ts")).configPrint,
  },
  {
    words: "config reference",
    says: "Print every setting, with its variable and its default",
    load: async () => (await import("../commands/config-reference.ts")).configReference,
  },
  {
    words: "config schema",
    says: "Print the JSON Schema of a configuration file, for editors",
    load: async () => (await import("../commands/config-reference.ts")).configSchemaFile,
  },
];

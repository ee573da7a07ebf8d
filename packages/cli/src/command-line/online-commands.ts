import type { ArgumentRule, CommandRule, OptionRule } from "./command-rule.ts";
import { NODE_OPTIONS } from "./node-options.ts";

const JOB: readonly ArgumentRule[] = [{ name: "job" }];
const OUTPUT: OptionRule = { name: "output", letter: "o", value: "file", says: "Write there, to a new file" };

/** What a job is put together from. */
export const SUBMIT_OPTIONS: readonly OptionRule[] = [
  { name: "file", letter: "f", value: "json", says: "A submission in JSON; - for the input" },
  { name: "echo", value: "text", says: "A job that gives this text back" },
  { name: "module", letter: "m", value: "file", says: "A module to run: .wasm, or .js" },
  { name: "input", letter: "i", value: "file", isList: true, says: "An input; may be repeated" },
  { name: "output", value: "name", isList: true, says: "An output that it names; may be repeated" },
  { name: "cost", value: "mana", says: "What it may cost; 100 when not given" },
  {
    name: "spare",
    value: "mana",
    says: "Held beyond that, so that a next attempt need not wait for the end of a lost one",
  },
  { name: "fuel", value: "count", says: "How much it may compute" },
  { name: "wall-ms", value: "count", says: "How long it may take" },
  {
    name: "replicas",
    value: "count",
    says: "Have so many executors do it, and believe what more than half say",
  },
  { name: "bid-window-ms", value: "count", says: "How long bids are waited for" },
  { name: "enough-bids", value: "count", says: "How many bids are enough" },
  { name: "name", value: "text", says: "What to call it" },
  { name: "label", value: "name=value", isList: true, says: "To find it again; may be repeated" },
  { name: "idempotency-key", value: "text", says: "Submitting again with the same key finds the same job" },
  { name: "dry-run", says: "Say what it would hold, and submit nothing" },
  { name: "watch", letter: "w", says: "Follow it to its end" },
];

/** The commands that ask a running node. */
export const ONLINE_COMMANDS: readonly CommandRule[] = [
  {
    words: "submit",
    says: "Submit a job: from a file, from the input, or put together here",
    takes: [{ name: "argument", isOptional: true, isMany: true }],
    options: [...SUBMIT_OPTIONS, ...NODE_OPTIONS],
    examples: [
      "submit --echo hello --watch",
      "submit --module word-count.wasm --input book.txt 5 --watch",
      "submit --file job.json",
    ],
    load: async () => (await import("../commands/submit.ts")).submit,
  },
  {
    words: "jobs",
    says: "List jobs, the newest first",
    options: [
      {
        name: "status",
        value: "status",
        says: "Those in one state",
        choices: [
          "Submitted",
          "BiddingOpen",
          "BiddingClosed",
          "Assigned",
          "Executing",
          "Completed",
          "Failed",
          "Cancelled",
        ],
      },
      { name: "label", value: "name=value", says: "Those with a label" },
      { name: "limit", value: "count", says: "So many; 20 when not given" },
      { name: "after", value: "cursor", says: "Go on where a list ended" },
      ...NODE_OPTIONS,
    ],
    load: async () => (await import("../commands/job-commands.ts")).jobs,
  },
  {
    words: "show",
    says: "Show where a job stands",
    takes: JOB,
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/job-commands.ts")).show,
  },
  {
    words: "watch",
    says: "Follow a job to its end",
    takes: JOB,
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/job-commands.ts")).watch,
  },
  {
    words: "cancel",
    says: "Stop a job for good",
    takes: JOB,
    options: [{ name: "reason", value: "text", says: "What to say about it" }, ...NODE_OPTIONS],
    load: async () => (await import("../commands/job-commands.ts")).cancel,
  },
  {
    words: "logs",
    says: "Print what a job has logged",
    takes: JOB,
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/job-commands.ts")).logs,
  },
  {
    words: "outputs",
    says: "Print what a job put out, or write it to a file",
    takes: [...JOB, { name: "name", isOptional: true }],
    options: [{ name: "list", says: "Say what there is" }, OUTPUT, ...NODE_OPTIONS],
    load: async () => (await import("../commands/payload-commands.ts")).outputs,
  },
  {
    words: "why",
    says: "Say why a job finds nobody, and the smallest change that would help",
    takes: JOB,
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/job-commands.ts")).why,
  },
  {
    words: "prove",
    says: "Fetch all that proves a job, and check it here",
    takes: JOB,
    options: [
      {
        name: "net",
        value: "id",
        says: "The federation whose guards are believed; the node is asked when not given",
      },
      ...NODE_OPTIONS,
    ],
    load: async () => (await import("../commands/job-commands.ts")).prove,
  },
  {
    words: "quote",
    says: "Say what jobs like that of a file were paid lately",
    takes: [{ name: "file" }],
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/payload-commands.ts")).quote,
  },
  {
    words: "put",
    says: "Store a file on the node, for jobs to name; - for the input",
    takes: [{ name: "file" }],
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/payload-commands.ts")).put,
  },
  {
    words: "status",
    says: "Say who a node is, and whether it can do its work now",
    options: NODE_OPTIONS,
    load: async () => (await import("../commands/status.ts")).status,
  },
];

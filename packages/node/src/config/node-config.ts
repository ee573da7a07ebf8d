import { didSchema, networkIdSchema } from "@icn-mesh/core";
import * as z from "zod";

const file = (description: string) => z.string().min(1).meta({ description, path: true });
const amount = (value: number, description: string) =>
  z.int().nonnegative().default(value).describe(description);

const networkSection = z.strictObject({
  listen: z
    .array(z.string())
    .max(16)
    .default(["/ip4/127.0.0.1/tcp/4001"])
    .describe("Where other nodes can reach this one, as multiaddrs; port 0 takes a free one"),
  announce: z
    .array(z.string())
    .max(16)
    .default([])
    .describe("What to tell others instead of that, e.g. behind a forwarded port"),
  bootstrap: z
    .array(z.string())
    .max(64)
    .default([])
    .describe("Nodes to keep connected from the start, as multiaddrs with their peer ids"),
  transports: z
    .array(z.enum(["tcp", "websocket", "quic", "webrtc-direct"]))
    .min(1)
    .default(["tcp"])
    .describe("How bytes travel; quic and webrtc-direct need packages of their own"),
  allowPrivateAddresses: z
    .boolean()
    .default(false)
    .describe(
      "Dial and announce addresses of one machine or one house; for a network that is not the internet",
    ),
  size: z
    .enum(["small", "large"])
    .default("small")
    .describe("How many nodes the network has: small up to twenty"),
  table: z
    .enum(["server", "client", "off"])
    .default("client")
    .describe("Whether to keep a part of the network's table, only to ask it, or to do without"),
  mdns: z.boolean().default(false).describe("Learn the addresses of peers on the local network"),
  relay: z
    .enum(["off", "client", "server", "both"])
    .default("off")
    .describe("Be reached through peers that relay, relay for others, or both"),
  connections: z.int().min(4).max(4096).default(128).describe("Connections at once"),
});

const federationSection = z.strictObject({
  constitution: file(
    "The constitution of the federation; a federation of this node alone when not given",
  ).optional(),
  membership: file(
    "The charter's word that this node is a member, without which its mana does not regenerate",
  ).optional(),
  initialMana: amount(1_000_000, "What a federation of this node alone gives it to begin with"),
  also: z.array(z.string().min(1)).max(64).default([]).meta({
    description:
      "Further federations to be in: directories, each with a constitution, and a membership and letters where there are some",
    path: true,
  }),
});

const days = (value: number, description: string) =>
  z.number().nonnegative().max(36_500).default(value).describe(description);

const retentionSection = z.strictObject({
  enabled: z.boolean().default(true).describe("Remove now and then what is over its time"),
  everyHours: z
    .number()
    .min(0.01)
    .max(8_760)
    .default(6)
    .describe("How often to look for what is over its time"),
  jobsDays: days(365, "How long the history of a job stays after its end"),
  worksDays: days(90, "How long what this node has run for others stays"),
  logsDays: days(30, "How long the logs of jobs stay"),
  payloadsDays: days(30, "How long inputs, outputs and states stay that nobody has wanted"),
  mostPayloadMb: z
    .int()
    .min(1)
    .optional()
    .describe("The most that these take on disk; as much as there is when not given"),
});

const executorSection = z.strictObject({
  enabled: z.boolean().default(false).describe("Run the jobs of others"),
  kinds: z
    .array(z.string())
    .min(1)
    .default(["echo", "wasm", "ccl-wasm"])
    .describe("The kinds of jobs to run"),
  cpuCores: z.int().min(1).max(65_536).optional().describe("Cores to offer; all but one when not given"),
  memoryMb: z.int().min(16).optional().describe("Memory to offer; half of it when not given"),
  storageMb: z.int().nonnegative().default(1024).describe("Disk to offer"),
  processes: z
    .int()
    .min(1)
    .max(1024)
    .optional()
    .describe("Sandboxes that run at once; one for each core that is offered when not given"),
  mostFuel: z.int().min(1).default(10_000_000_000).describe("The most that a job may compute"),
  mostWallMs: z.int().min(1).default(60_000).describe("The longest that a job may run"),
  mostMemoryMb: z.int().min(1).default(256).describe("The most memory that a guest may use"),
  mostOutputMb: z.int().min(1).default(16).describe("The most that a job may put out"),
  minPrice: amount(1, "The least that a job costs"),
  perCpuCoreHour: amount(60, "What an hour of a core costs"),
  perGbMemoryHour: amount(6, "What an hour of a GiB of memory costs"),
  perGbStorageHour: amount(0, "What an hour of a GiB of disk costs"),
  perGpuHour: amount(600, "What an hour of a GPU costs"),
  loadPpm: z
    .int()
    .nonnegative()
    .default(0)
    .describe("How much dearer a full machine is than an idle one, in millionths"),
  creators: z
    .array(didSchema)
    .max(1024)
    .default([])
    .describe("Whose jobs to run; anybody's when there is none"),
  networks: z
    .array(networkIdSchema)
    .max(64)
    .default([])
    .describe("Federations whose jobs to run; any when there is none"),
  capabilities: z.array(z.string()).max(64).default([]).describe("What this machine can do beyond the usual"),
  trustScope: z.string().optional().describe("The trust scope that it belongs to"),
  lane0: z.array(didSchema).max(1024).default([]).describe("Whose jobs may go first"),
  guestAllowance: amount(0, "Mana of this node that a guest may spend in one run on jobs of its own"),
});

const submitterSection = z.strictObject({
  policy: z
    .enum(["weighted", "cheapest", "reputation-load", "stake-lottery", "icn-compat"])
    .default("weighted")
    .describe("How to choose among bids"),
  trustsFederation: z
    .boolean()
    .default(false)
    .describe("Run jobs of creators who are the only guards of their federation"),
  quota: z
    .strictObject({
      openJobs: z.int().nonnegative().optional().describe("Jobs that are not settled yet"),
      spendPerDay: z
        .int()
        .nonnegative()
        .optional()
        .describe("Of each unit, what its jobs of one day (UTC) may hold"),
    })
    .prefault({})
    .describe("What an account may do that was given no quota, save the node's own; no limit when not given"),
});

const keysSection = z.strictObject({
  passphrase: z.string().min(1).meta({ description: "Opens encrypted key files", secret: true }).optional(),
  passphraseFile: file("A file whose first line is the passphrase").optional(),
});

const storeSection = z.strictObject({
  url: z
    .string()
    .meta({
      description:
        "A store elsewhere, e.g. postgres://user@host/database; in the data directory when not given",
      secret: true,
    })
    .optional(),
});

/** The configuration of a node. Every key has a value that is safe when it is not given, and a sentence. */
export const nodeConfigSchema = z.strictObject({
  data: file("The directory of everything that it keeps").default("icn-mesh-data"),
  log: z
    .string()
    .default("info")
    .describe("How much to say: debug, info, warn, error or off, also by part: info,network=debug"),
  drainMs: z
    .int()
    .nonnegative()
    .max(86_400_000)
    .default(30_000)
    .describe("How long running jobs may take to reach a checkpoint when it stops"),
  network: networkSection.prefault({}).describe("Other nodes"),
  federation: federationSection.prefault({}).describe("Whose mana counts"),
  executor: executorSection.prefault({}).describe("Running the jobs of others"),
  submitter: submitterSection.prefault({}).describe("Having jobs run by others"),
  keys: keysSection.prefault({}).describe("The keys of this node"),
  store: storeSection.prefault({}).describe("Where blocks are kept"),
  retention: retentionSection.prefault({}).describe("How long what is over stays"),
});
export type NodeConfig = z.infer<typeof nodeConfigSchema>;

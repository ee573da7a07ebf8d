import { didSchema } from "@icn-mesh/core";
import * as z from "zod";

const MIB = 1024 * 1024;

const limitsSection = z
  .strictObject({
    bodyBytes: z
      .int()
      .min(1024)
      .max(16 * MIB)
      .default(MIB)
      .describe("Largest JSON body"),
    blobBytes: z
      .int()
      .min(1)
      .default(1024 * MIB)
      .describe("Largest upload"),
    requestsPerMinute: z.int().min(1).default(6000).describe("Requests of one caller in a minute"),
    strangersPerMinute: z
      .int()
      .min(1)
      .default(600)
      .describe("Requests of one address that is not authenticated in a minute"),
    subscribers: z.int().min(1).default(2048).describe("Streams of events that are open at once"),
    subscribersOfCaller: z
      .int()
      .min(1)
      .default(64)
      .describe("Of them, those of one caller that is no operator; of strangers, of one address"),
    stallMs: z.int().min(100).default(30_000).describe("How long a reader of a stream may take nothing"),
    idleMs: z.int().min(1000).default(30_000).describe("How long a request may take to arrive"),
  })
  .describe("What callers may use up");

const webhooksSection = z
  .strictObject({
    allowPrivate: z
      .boolean()
      .default(false)
      .describe(
        "Let webhooks go to private and local addresses, which may reach what is not meant for callers",
      ),
    giveUpAfterMs: z.int().min(1000).default(86_400_000).describe("How long to try to deliver a webhook"),
  })
  .describe("What is sent when a job ends");

const tlsSection = z
  .strictObject({
    certFile: z.string().meta({ path: true, description: "Certificate chain, PEM" }),
    keyFile: z.string().meta({ path: true, description: "Private key, PEM" }),
  })
  .describe("Serve HTTPS");

/** How the door of a node stands open: by default to this machine alone. */
export const gatewaySection = z.strictObject({
  host: z.string().min(1).max(253).default("127.0.0.1").describe("Address to listen at"),
  port: z.int().min(0).max(65_535).default(7845).describe("Port to listen at; 0 for any that is free"),
  auth: z
    .enum(["auto", "keys", "none"])
    .default("auto")
    .describe("Who may come in: `keys` wants an API key or a signature, `none` is for loopback alone"),
  operators: z
    .array(didSchema.meta({ type: "string" }))
    .max(64)
    .default([])
    .describe("Accounts whose signed requests may do everything, besides the node's own"),
  signers: z
    .enum(["operators", "anyone"])
    .default("operators")
    .describe(
      "Whose signed requests are heard: `anyone` may read, and submit jobs that it has signed and holds for",
    ),
  tls: tlsSection.optional(),
  behindProxy: z
    .array(z.string().min(1).max(64))
    .max(64)
    .optional()
    .describe("Addresses of proxies that speak for callers, such as 10.0.0.0/8"),
  plainHttp: z
    .boolean()
    .default(false)
    .describe("Let API keys travel in the clear where there is neither TLS nor a proxy"),
  allowOrigin: z
    .array(z.url({ protocol: /^https?$/ }))
    .max(64)
    .default([])
    .describe("Origins whose pages may call, such as https://app.example.org"),
  atRoot: z
    .boolean()
    .default(true)
    .describe("Answer /health, /ready and /metrics at the root too, where monitors look for them"),
  limits: limitsSection.prefault({}),
  webhooks: webhooksSection.prefault({}),
});
export type GatewaySettings = z.output<typeof gatewaySection>;

/** The settings as a caller writes them; what is left out has safe values. */
export type GatewayOptions = z.input<typeof gatewaySection>;

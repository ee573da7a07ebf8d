import { jobLimitsSchema, name, resourcesSchema } from "@icn-mesh/core";
import * as z from "zod";
import { wireCid, wireJobId, wireJson, wireNetworkId } from "./wire-fields.ts";

const SMALL = { cpuCores: 1, memoryMb: 64, storageMb: 0 };
const MODEST = { fuel: 10_000_000_000, wallMs: 30_000, outputBytes: 1_048_576 };

/**
 * What to run, in JSON, with modest defaults. In `params`, a link is `{"/": "<cid>"}` and bytes are
 * `{"/": {"bytes": "<base64>"}}`, as DAG-JSON has them; numbers are whole.
 */
export const jobSpecJson = z.strictObject({
  kind: z.strictObject({
    type: name().meta({ examples: ["echo", "wasm"] }),
    params: wireJson.default(null),
  }),
  inputs: z
    .array(z.union([wireCid, z.strictObject({ job: wireJobId, output: name() })]))
    .max(128)
    .default([]),
  outputs: z.array(name()).max(64).default([]),
  args: z.array(z.string().max(1024)).max(64).optional(),
  resources: resourcesSchema.default(SMALL),
  limits: jobLimitsSchema.default(MODEST),
  requiredCapabilities: z.array(name()).max(64).default([]),
  requiredTrustScope: name().optional(),
  minExecutorReputation: z.int().min(0).optional(),
  allowedFederations: z.array(wireNetworkId).max(64).default([]),
  deterministic: z.boolean().default(true),
  auction: z.boolean().optional(),
});

/** What to run, as a caller writes it. */
export type JobSpecInput = z.input<typeof jobSpecJson>;

import {
  type Amount,
  type Cid,
  CoreError,
  defineCodec,
  type JobLimits,
  type JobSpec,
  jobSpecSchema,
  type NetworkId,
} from "@icn-mesh/core";
import type * as z from "zod";
import { type LegacySpec, legacyJobSchema, legacySpecSchema } from "./legacy-job.ts";
import { cidFromLegacy, kindFromLegacy } from "./legacy-values.ts";

/** What the original form does not say. */
export interface LegacyImportOptions {
  readonly limits: JobLimits;
  /** The networks behind the names of federations. */
  readonly federations: ReadonlyMap<string, NetworkId>;
}

/** As much of a job as can be carried over: who imports it offers and signs it anew. */
export interface ImportedJob {
  readonly manifest: Cid;
  readonly spec: JobSpec;
  readonly cost: Amount;
}

/** Why a job was not imported, and the field that is to blame. */
export interface ImportRefusal {
  readonly code:
    | "MESH_LEGACY_BINCODE"
    | "MESH_LEGACY_FEDERATION"
    | "MESH_LEGACY_MALFORMED"
    | "MESH_LEGACY_NO_SPEC"
    | "MESH_LEGACY_UNFITTING";
  readonly path?: string;
}

/** A value, or why there is none. */
type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: ImportRefusal };

/** An imported job, or why it was not imported. */
export type Imported = Read<ImportedJob>;

const specCodec = defineCodec("job spec", jobSpecSchema);

/** Longer text cannot be a spec: a whole job has half of this. */
const MAX_SPEC_LETTERS = 65_536;

/**
 * Reads a job of the original system, stored or posted, whose spec is in `spec_json`. The binary form of the spec is
 * refused: its bytes mean something only to one build of one library.
 */
export function importLegacyJob(input: unknown, options: LegacyImportOptions): Imported {
  const job = legacyJobSchema.safeParse(input);
  if (!job.success) return malformed(job.error);
  const { spec_json: text, spec_bytes: bytes, manifest_cid: manifest, cost_mana: cost } = job.data;
  if (text === undefined) {
    return refuse(bytes === undefined ? "MESH_LEGACY_NO_SPEC" : "MESH_LEGACY_BINCODE");
  }
  const spec = readSpec(text, options);
  if (!spec.ok) return spec;
  return { ok: true, value: { manifest: cidFromLegacy(manifest), spec: spec.value, cost } };
}

function readSpec(text: string, options: LegacyImportOptions): Read<JobSpec> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const legacy = legacySpecSchema.safeParse(json.value);
  if (!legacy.success) return malformed(legacy.error, "spec_json");
  const networks = legacy.data.allowed_federations.map((name) => options.federations.get(name));
  const unknown = networks.indexOf(undefined);
  if (unknown >= 0) return refuse("MESH_LEGACY_FEDERATION", `spec_json.allowed_federations.${unknown}`);
  const allowedFederations = networks.filter((network) => network !== undefined);
  return asRecord({ ...specFrom(legacy.data), limits: options.limits, allowedFederations });
}

/** What no job could carry is refused here, not when somebody comes to sign it. */
function asRecord(spec: JobSpec): Read<JobSpec> {
  try {
    specCodec.encode(spec);
    return { ok: true, value: spec };
  } catch (error) {
    if (!(error instanceof CoreError) || error.failure.code !== "CORE_CANNOT_ENCODE") throw error;
    return refuse("MESH_LEGACY_UNFITTING", error.failure.path);
  }
}

function parseJson(text: string): Read<unknown> {
  if (text.length > MAX_SPEC_LETTERS) return refuse("MESH_LEGACY_MALFORMED", "spec_json");
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return refuse("MESH_LEGACY_MALFORMED", "spec_json");
  }
}

function specFrom(legacy: LegacySpec): Omit<JobSpec, "allowedFederations" | "limits"> {
  const { cpu_cores: cpuCores, memory_mb: memoryMb, storage_mb: storageMb } = legacy.required_resources;
  const { required_trust_scope: scope, min_executor_reputation: reputation } = legacy;
  return {
    kind: kindFromLegacy(legacy.kind),
    inputs: legacy.inputs.map(cidFromLegacy),
    outputs: legacy.outputs,
    resources: { cpuCores, memoryMb, storageMb },
    requiredCapabilities: legacy.required_capabilities,
    ...(scope === undefined ? {} : { requiredTrustScope: scope }),
    ...(reputation === undefined ? {} : { minExecutorReputation: reputation }),
    // What could differ from machine to machine is not known; results are not compared unless the spec says so.
    deterministic: false,
  };
}

function malformed(
  error: z.ZodError,
  within?: string,
): { readonly ok: false; readonly refusal: ImportRefusal } {
  return refuse("MESH_LEGACY_MALFORMED", [within, pathOf(error)].filter(Boolean).join("."));
}

function refuse(code: ImportRefusal["code"], path = ""): { ok: false; refusal: ImportRefusal } {
  return { ok: false, refusal: path === "" ? { code } : { code, path } };
}

function pathOf({ issues }: z.ZodError): string {
  return issues
    .slice(0, 1)
    .map(({ path }) => path.join("."))
    .join("");
}

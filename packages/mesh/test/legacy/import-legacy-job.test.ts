import { jobSpecSchema } from "@icn-mesh/core";
import { importLegacyJob } from "@icn-mesh/mesh";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { net, someCid } from "../job-samples.ts";

const digest = Array.from({ length: 32 }, (_, at) => at);
const legacyCid = (codec = 0x55) => ({ version: 1, codec, hash_alg: 0x12, hash_bytes: digest });
const limits = { fuel: 1_000_000, wallMs: 60_000, outputBytes: 4096 };
const options = { limits, federations: new Map([["coop", net]]) };

const legacySpec = {
  kind: { Echo: { payload: "hello" } },
  inputs: [legacyCid(0x71)],
  outputs: ["out"],
  required_resources: { cpu_cores: 2, memory_mb: 512, storage_mb: 10 },
  required_capabilities: ["wasm"],
  required_trust_scope: "public",
  min_executor_reputation: 5,
  allowed_federations: ["coop"],
};

const legacyJob = (spec: unknown, changes: object = {}) => ({
  id: legacyCid(0x71),
  manifest_cid: legacyCid(),
  spec_bytes: [1, 2, 3],
  spec_json: typeof spec === "string" ? spec : JSON.stringify(spec),
  submitter_did: { method: "key", id_string: "z6Mk" },
  cost_mana: 25,
  submitted_at: 1_700_000_000,
  status: "Submitted",
  resource_requirements: legacySpec.required_resources,
  ...changes,
});

const importing = (spec: unknown, changes: object = {}) => importLegacyJob(legacyJob(spec, changes), options);

describe("a job whose spec is in spec_json", () => {
  it("is imported with everything that it says", () => {
    const imported = importing(legacySpec);
    expect(imported).toMatchObject({ ok: true, value: { cost: 25n } });
    if (!imported.ok) return;
    expect(imported.value.manifest.slice(0, 4)).toBe("bafk");
    expect(imported.value.spec).toEqual({
      kind: { type: "echo", params: { payload: "hello" } },
      inputs: [expect.stringMatching(/^bafy/)],
      outputs: ["out"],
      resources: { cpuCores: 2, memoryMb: 512, storageMb: 10 },
      limits,
      requiredCapabilities: ["wasm"],
      requiredTrustScope: "public",
      minExecutorReputation: 5,
      allowedFederations: [net],
      deterministic: false,
    });
  });

  it("may leave out whatever has a default", () => {
    const imported = importing({ kind: "GenericPlaceholder", required_trust_scope: null });
    expect(imported).toMatchObject({
      ok: true,
      value: {
        spec: {
          kind: { type: "generic-placeholder", params: {} },
          inputs: [],
          resources: { cpuCores: 0, memoryMb: 0, storageMb: 0 },
        },
      },
    });
    expect(imported.ok && Object.hasOwn(imported.value.spec, "requiredTrustScope")).toBe(false);
  });

  it("may be a CCL contract", () => {
    expect(importing({ kind: "CclWasm" })).toMatchObject({ value: { spec: { kind: { type: "ccl-wasm" } } } });
  });

  it("may name its manifest as we do, and its cost as text", () => {
    const imported = importing(legacySpec, { manifest_cid: someCid(4), cost_mana: "9223372036854775807" });
    expect(imported).toMatchObject({ value: { manifest: someCid(4), cost: 2n ** 63n - 1n } });
  });
});

describe("a job that is not imported", () => {
  it.each<[string, string | undefined, unknown, object?]>([
    ["MESH_LEGACY_BINCODE", undefined, legacySpec, { spec_json: undefined }],
    ["MESH_LEGACY_BINCODE", undefined, legacySpec, { spec_json: null }],
    ["MESH_LEGACY_NO_SPEC", undefined, legacySpec, { spec_json: null, spec_bytes: undefined }],
    ["MESH_LEGACY_MALFORMED", "spec_json", "{"],
    ["MESH_LEGACY_MALFORMED", "spec_json", `"${"x".repeat(70_000)}"`],
    ["MESH_LEGACY_MALFORMED", "spec_json", "[".repeat(60_000)],
    ["MESH_LEGACY_MALFORMED", "spec_json.kind", {}],
    ["MESH_LEGACY_MALFORMED", "spec_json.kind", { kind: "Rm" }],
    [
      "MESH_LEGACY_MALFORMED",
      "spec_json.inputs.0.hash_bytes",
      { ...legacySpec, inputs: [{ ...legacyCid(), hash_bytes: [1] }] },
    ],
    ["MESH_LEGACY_MALFORMED", "spec_json.inputs.0", { ...legacySpec, inputs: [legacyCid(0x70 + 9)] }],
    ["MESH_LEGACY_MALFORMED", "manifest_cid", legacySpec, { manifest_cid: "bafy" }],
    ["MESH_LEGACY_MALFORMED", "cost_mana", legacySpec, { cost_mana: -1 }],
    ["MESH_LEGACY_MALFORMED", "cost_mana", legacySpec, { cost_mana: 2 ** 53 }],
    ["MESH_LEGACY_MALFORMED", "cost_mana", legacySpec, { cost_mana: "9223372036854775808" }],
    ["MESH_LEGACY_MALFORMED", "cost_mana", legacySpec, { cost_mana: "1e3" }],
    [
      "MESH_LEGACY_FEDERATION",
      "spec_json.allowed_federations.1",
      { ...legacySpec, allowed_federations: ["coop", "x"] },
    ],
    ["MESH_LEGACY_UNFITTING", "outputs[]", { ...legacySpec, outputs: ["../etc"] }],
    [
      "MESH_LEGACY_UNFITTING",
      "resources.cpuCores",
      { ...legacySpec, required_resources: { cpu_cores: 1e9, memory_mb: 1, storage_mb: 1 } },
    ],
    ["MESH_LEGACY_UNFITTING", "kind.params", { kind: { Echo: { payload: "ä".repeat(9000) } } }],
  ])("is refused with %s at %s (%#)", (...[code, path, spec, changes]) => {
    const refusal = path === undefined ? { code } : { code, path };
    expect(importing(spec, changes)).toEqual({ ok: false, refusal });
  });

  it.each([null, undefined, 3, "job", [], {}])("is refused without an exception: %j", (input) => {
    expect(importLegacyJob(input, options)).toMatchObject({
      ok: false,
      refusal: { code: "MESH_LEGACY_MALFORMED" },
    });
  });

  it("is refused without an exception whatever the text is, and what is imported is a valid spec", () => {
    const specs = fc.oneof(
      fc.json(),
      fc.record({ kind: fc.constant("CclWasm"), outputs: fc.array(fc.string()) }),
    );
    const property = fc.property(specs, (spec) => {
      const imported = importing(spec);
      if (imported.ok) expect(jobSpecSchema.safeParse(imported.value.spec).success).toBe(true);
      else expect(imported.refusal.code).toMatch(/^MESH_LEGACY_/);
    });
    void fc.assert(property);
  });

  it("does not hide a mistake in what the importer was given", () => {
    const broken = {
      ...options,
      limits: {
        ...limits,
        get fuel(): number {
          throw new RangeError("no limits");
        },
      },
    };
    expect(() => importLegacyJob(legacyJob(legacySpec), broken)).toThrow(RangeError);
  });
});

import { type Cid, type JobSpec, jobSpecSchema } from "@icn-mesh/core";
import type { ManagerParts } from "../manager/manager-parts.ts";

/** Why nobody could run this. */
export type WorkRefusal =
  | { readonly code: "RUNTIME_INVALID_SPEC"; readonly path: string; readonly message: string }
  | { readonly code: "RUNTIME_UNKNOWN_KIND"; readonly kind: string }
  | { readonly code: "RUNTIME_UNKNOWN_MANIFEST"; readonly manifest: Cid };

/** What is to run. */
export interface WorkAsked {
  readonly manifest: Cid | null;
  readonly spec: JobSpec;
}

/** What is wrong with work by itself, whoever pays for it. */
export async function faultInWork(
  { kinds, storage }: Pick<ManagerParts, "kinds" | "storage">,
  { spec, manifest }: WorkAsked,
): Promise<WorkRefusal | undefined> {
  const issue = jobSpecSchema.safeParse(spec).error?.issues[0];
  if (issue !== undefined) return invalid(issue.path.join("."), issue.message);
  const rule = kinds.rule(spec.kind.type);
  if (rule === undefined) return { code: "RUNTIME_UNKNOWN_KIND", kind: spec.kind.type };
  const fault = kinds.faultIn(spec.kind);
  if (fault !== undefined) return invalid(fault.path, fault.message);
  if (manifest === null) return rule.needsManifest ? invalid("manifest", "this kind needs one") : undefined;
  return (await storage.has(manifest)) ? undefined : { code: "RUNTIME_UNKNOWN_MANIFEST", manifest };
}

function invalid(path: string, message: string): WorkRefusal {
  return { code: "RUNTIME_INVALID_SPEC", path, message };
}

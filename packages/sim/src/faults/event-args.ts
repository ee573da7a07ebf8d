import { SimError } from "../errors.ts";
import type { FaultEvent } from "../plan/sim-plan.ts";

/** A number that a fault needs to know. */
export function numberIn({ kind, args }: FaultEvent, name: string): number {
  const value = args[name];
  return typeof value === "number" ? value : missing(kind, name);
}

/** A name that a fault needs to know. */
export function textIn({ kind, args }: FaultEvent, name: string): string {
  const value = args[name];
  return typeof value === "string" ? value : missing(kind, name);
}

/** Names that a fault needs to know. */
export function listIn({ kind, args }: FaultEvent, name: string): readonly string[] {
  const value = args[name];
  return Array.isArray(value) ? value : missing(kind, name);
}

function missing(kind: string, name: string): never {
  throw new SimError("a fault lacks what it needs", {
    code: "SIM_BAD_PLAN",
    because: `${kind} without ${name}`,
  });
}

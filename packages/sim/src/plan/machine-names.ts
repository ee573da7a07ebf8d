import type { FederationPlan } from "./sim-plan.ts";

/** What the machine of a guard is called in a plan. */
export function guardName(federation: number, guard: number): string {
  return `guard ${federation}.${guard}`;
}

/** What the machines of all guards are called, federation by federation. */
export function guardNamesOf(federations: readonly FederationPlan[]): readonly string[] {
  return federations.flatMap(({ guards }, federation) =>
    Array.from({ length: guards }, (_, guard) => guardName(federation, guard)),
  );
}

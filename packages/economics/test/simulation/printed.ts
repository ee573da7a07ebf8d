import type { SeedReport } from "../../sim/run-seed.ts";

/** A seed that broke a promise, as a test prints it. */
export function printed({ seed, violations }: SeedReport): string {
  const [first] = violations;
  return `seed ${seed}: ${first?.invariant}: ${first?.detail}`;
}

import type { Tally } from "../tally/tally.ts";

/** How a step ended; a step that runs a whole suite brings the count of it. */
export type Outcome =
  | { readonly status: "passed"; readonly tally?: Tally }
  | { readonly status: "failed"; readonly output: string; readonly tally?: Tally }
  | { readonly status: "skipped"; readonly reason: string };

/** One thing to check, with the names of the steps that have to pass before. */
export interface Step {
  readonly name: string;
  readonly after?: readonly string[];
  run(): Promise<Outcome>;
}

import { codecSuite } from "./core/codec-suite.ts";
import { signatureSuite } from "./core/signature-suite.ts";
import { graphSuite } from "./dag/graph-suite.ts";
import { queueSuite } from "./mesh/queue-suite.ts";
import { selectionSuite } from "./mesh/selection-suite.ts";
import type { BenchRow } from "./side-by-side.ts";

/** Every suite of `pnpm bench`, by the name that it is asked for. */
export const suites: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  "core/codec": codecSuite,
  "core/signatures": signatureSuite,
  "dag/graph": graphSuite,
  "mesh/queue": queueSuite,
  "mesh/selection": selectionSuite,
};

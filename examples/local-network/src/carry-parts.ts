import type { Client } from "@icn-mesh/client";
import type { LocalFederation } from "@icn-mesh/node";
import type { Say } from "./show.ts";

/** What it takes to carry a job. */
export interface CarryParts {
  /** Asks the node that submits. */
  readonly client: Client;
  readonly federation: LocalFederation;
  readonly say: Say;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

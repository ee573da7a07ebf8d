import type { Clock, Embedded, Job, Logger, Rng, Storage, Verifier } from "@icn-mesh/core";
import type { Federation } from "@icn-mesh/economics";
import type { Fact } from "@icn-mesh/mesh";
import type { HostCalls, Limits } from "@icn-mesh/sandbox";
import type { Heads } from "../../heads/heads.ts";
import type { JobKinds } from "../../kinds/job-kinds.ts";
import type { Accounts } from "../../mana/accounts.ts";
import type { MeshNetworkService } from "../../network/mesh-network-service.ts";
import type { PayloadFetcher } from "../../ports/payload-fetcher.ts";
import type { BidPolicy } from "./bid-policy.ts";

/** What an executor of the mesh says of itself in its bids and receipts. */
export interface ExecutorProfile {
  readonly capabilities: readonly string[];
  readonly trustScope?: string;
  /** The most that a job may use. */
  readonly limits: Limits;
  readonly engine: string;
  readonly version: string;
}

/** What the mesh as a source of work is made of. */
export interface MeshTaskParts {
  readonly federation: Federation;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly verifier: Verifier;
  readonly logger: Logger;
  readonly network: MeshNetworkService;
  readonly accounts: Accounts;
  readonly heads: Pick<Heads, "settled">;
  readonly payloads: PayloadFetcher;
  readonly kinds: JobKinds;
  readonly policy: BidPolicy;
  /** What the guest of a job may ask of the mesh. */
  readonly hostCalls: (job: Fact<Job>) => HostCalls | undefined;
  readonly profile: ExecutorProfile;
  /** The charter's word that the node's account is a member, without which it takes no part in a quorum. */
  readonly membership?: Embedded;
  /** All member records by which it proves what it says. */
  readonly proofs: () => readonly Embedded[];
  /** True once it bids for nothing. */
  readonly isRetiring: () => boolean;
}

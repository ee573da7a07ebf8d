import type {
  Announcement,
  Clock,
  Did,
  Logger,
  ReputationStore,
  Rng,
  Signer,
  Storage,
  Verifier,
} from "@icn-mesh/core";
import type { AskGuards, Federation, Proof } from "@icn-mesh/economics";
import type { CapabilityChecker, ExecutorFacts, InvitationOptions, SelectionPolicy } from "@icn-mesh/mesh";
import type { MembershipRegistry } from "../federations/membership-registry.ts";
import type { Heads } from "../heads/heads.ts";
import type { JobKinds } from "../kinds/job-kinds.ts";
import type { Accounts } from "../mana/accounts.ts";
import type { JobMetrics } from "../metrics/job-metrics.ts";
import type { LatencyProbe } from "../network/latency-probe.ts";
import type { MeshNetworkService } from "../network/mesh-network-service.ts";
import type { PayloadFetcher } from "../ports/payload-fetcher.ts";
import type { MemberProofs } from "../quorum/member-proofs.ts";
import type { Quotas } from "../quota/quotas.ts";
import type { SettlementQueue } from "../settlement/settlement-queue.ts";
import type { ExecutorDirectory } from "./executor-directory.ts";

/** What the management of jobs is made of. */
export interface ManagerParts {
  readonly federation: Federation;
  readonly storage: Storage;
  readonly clock: Clock;
  /** Signs selections, announcements and, through `accounts`, assignments. */
  readonly signer: Signer;
  readonly verifier: Verifier;
  readonly logger: Logger;
  readonly rng: Rng;
  readonly guards: AskGuards;
  readonly network: MeshNetworkService;
  readonly accounts: Accounts;
  readonly kinds: JobKinds;
  readonly payloads: PayloadFetcher;
  readonly directory: ExecutorDirectory;
  /** What follows from the outcomes that are known here. */
  readonly reputation: ReputationStore;
  /** What is shared with the other nodes. */
  readonly heads: Pick<Heads, "accuse" | "settled">;
  readonly policy: SelectionPolicy;
  readonly checker: CapabilityChecker;
  /** What is known of an executor when its bid comes. */
  readonly factsOf: (executor: Did) => ExecutorFacts;
  readonly invitation: InvitationOptions;
  readonly members: MemberProofs;
  /** What bidders prove of their memberships. */
  readonly memberships: MembershipRegistry;
  /** True once no new jobs are taken. */
  readonly isRetiring: () => boolean;
  readonly metrics: JobMetrics;
  readonly probe: LatencyProbe;
  /** How holds are shown in announcements, by the proofs of their operations: of all jobs of one operation it is the same. */
  readonly shownHolds: WeakMap<Proof, Promise<Announcement["hold"]>>;
  readonly quotas: Quotas;
  /** Where settlements of this node's jobs are made known besides; nowhere when not given. */
  readonly settlements?: Pick<SettlementQueue, "add"> | undefined;
}

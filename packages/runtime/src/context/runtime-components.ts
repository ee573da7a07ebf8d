import type {
  Clock,
  Did,
  Embedded,
  Job,
  LatencyStore,
  Logger,
  Metrics,
  NodeRecord,
  Rng,
  Signer,
  Storage,
  Verifier,
} from "@icn-mesh/core";
import type { AskGuards, Federation, Guard } from "@icn-mesh/economics";
import type { CapabilityChecker, InvitationOptions, JobQueueOptions, SelectionPolicy } from "@icn-mesh/mesh";
import type { Limits } from "@icn-mesh/sandbox";
import type { Executor } from "../executor/executor.ts";
import type { BidPolicy } from "../executor/mesh-tasks/bid-policy.ts";
import type { TaskSource } from "../executor/task-source.ts";
import type { JobKinds } from "../kinds/job-kinds.ts";
import type { PeerLink } from "../network/peer-link.ts";
import type { KeyStore } from "../ports/key-store.ts";
import type { PayloadFetcher } from "../ports/payload-fetcher.ts";
import type { WorkRunner } from "../ports/work-runner.ts";
import type { Quota } from "../quota/quota.ts";
import type { SettlementQueue } from "../settlement/settlement-queue.ts";

/** What a node is made of. */
export interface RuntimeComponents {
  readonly federation: Federation;
  readonly signer: Signer;
  readonly verifier: Verifier;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly link: PeerLink;
  readonly payloads: PayloadFetcher;
  readonly guards: AskGuards;
  readonly keys: KeyStore;
  readonly latency: LatencyStore;
  /** The records of the nodes that are known now, as `Discovery.find` of `@icn-mesh/network` gives them. */
  readonly nodes: () => readonly NodeRecord[];
  /** The guard of this node, if it is one. */
  readonly guard?: Guard;
  /** A chain, besides, on which every settlement of its jobs is made known. */
  readonly settlements?: Pick<SettlementQueue, "add">;
  /** What it runs jobs with, if it runs any. */
  readonly runner?: WorkRunner;
  /** The machine that it shares with other federations of its node; one of its own when not given. */
  readonly executor?: Executor;
}

/** How a node plays its roles. */
export interface RuntimeOptions {
  /** The charter's word that the node's account is a member. */
  readonly membership?: Embedded;
  readonly kinds?: JobKinds;
  readonly policy?: SelectionPolicy;
  /** Whose claims to believe; when not given, those that member records of known charters prove. */
  readonly checker?: CapabilityChecker;
  /** Other federations whose member records are believed now. */
  readonly federations?: () => readonly Federation[];
  readonly invitation?: InvitationOptions;
  /** True where this federation is trusted although its only guards may be the creators of jobs. */
  readonly trustsFederation?: boolean;
  readonly executor?: ExecutorOptions;
  /** Whose requests for aid and offers of it are kept here; everybody's when not given. */
  readonly admitsAid?: (author: Did) => boolean;
  /** What an account may do here at most; undefined, as for every account when not given, limits nothing. */
  readonly quotaOf?: (account: Did) => Quota | undefined;
}

/** How a node runs jobs. */
export interface ExecutorOptions {
  readonly queue: JobQueueOptions;
  readonly bids: BidPolicy;
  readonly capabilities?: readonly string[];
  /** Member records besides that of its federation, by which it proves now what it says. */
  readonly memberships?: () => readonly Embedded[];
  readonly trustScope?: string;
  /** The most that a job may use; the limits of the sandbox when not given. */
  readonly limits?: Limits;
  readonly profile?: { readonly engine: string; readonly version: string };
  /** How much mana of its account a guest may spend in one run; nothing when not given. */
  readonly guestAllowance?: (job: Job) => bigint;
  /** Markets beside the mesh. */
  readonly sources?: readonly TaskSource[];
}

import type {
  Clock,
  KeptLinks,
  Logger,
  MemoryMetrics,
  NodeRecord,
  Rng,
  Signer,
  Verifier,
} from "@icn-mesh/core";
import type { Federation } from "@icn-mesh/economics";
import type { NetworkService } from "@icn-mesh/network";
import type { Executor, QuotaBook, RuntimeContext } from "@icn-mesh/runtime";
import type { FederationDesk } from "./federations/federation-desk.ts";
import type { FileReader } from "./ports/file-reader.ts";
import type { HttpPoster } from "./ports/http-poster.ts";

/** What a gateway stands in front of. */
export interface GatewayComponents {
  readonly context: RuntimeContext;
  readonly federation: Federation;
  /** The key of the node, which signs webhooks. */
  readonly signer: Signer;
  readonly verifier: Verifier;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly logger: Logger;
  readonly metrics: MemoryMetrics;
  /** What the node says its version is; `0` when not given. */
  readonly version?: string;
  readonly network?: Pick<NetworkService, "addresses" | "peers">;
  /** The nodes that are known now. */
  readonly nodes?: () => readonly NodeRecord[];
  /** Where the node runs jobs. */
  readonly executor?: Executor | undefined;
  /** The federations that the node is in, where it can be in several. */
  readonly federations?: FederationDesk;
  /** The quotas that the runtime asks; without them none can be set here. */
  readonly quotas?: QuotaBook;
  /** Which links of a block an export follows; those of all records when not given. */
  readonly keptLinks?: KeptLinks;
  /** What has to be so before the node counts as ready, besides a store that answers. */
  readonly checks?: readonly ReadyCheck[];
  /** Reads the files of TLS; needed where it is served. */
  readonly files?: FileReader;
  /** Sends webhooks; without it none are taken. */
  readonly poster?: HttpPoster;
}

/** Something that has to be so before a node can do its work. */
export interface ReadyCheck {
  readonly name: string;
  /** Undefined where all is well; otherwise what is not. */
  fault(): Promise<string | undefined> | string | undefined;
}

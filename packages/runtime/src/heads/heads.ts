import {
  type Cid,
  type Clock,
  cidOf,
  type Did,
  type Logger,
  type ReputationStore,
  type Rng,
  type Storage,
  type Verifier,
} from "@icn-mesh/core";
import {
  type Equivocation,
  equivocationsIn,
  type Federation,
  followEquivocations,
  type Proof,
  proofOf,
} from "@icn-mesh/economics";
import type { PeerLink } from "../network/peer-link.ts";
import { createOpenWork } from "../tasks/open-work.ts";
import { openFraudSet } from "./fraud-set.ts";
import { createHeadExchange, type PulledHeads } from "./head-exchange.ts";
import type { HeadSet } from "./head-set.ts";
import type { HeadSetName } from "./item-names.ts";
import { type Outcome, openOutcomeSet } from "./outcome-set.ts";
import { createSettledWorkNotes, type OwnWork } from "./settled-work.ts";

/** What a set comes to: nodes with equal roots have the same items. */
export interface SharedRoot {
  readonly set: HeadSetName;
  readonly count: number;
  readonly root: Cid;
}

/** What the nodes of a federation share, as far as this node knows it. */
export interface SharedHeads {
  roots(): Promise<readonly SharedRoot[]>;
  /** Compares with one peer now, and brings over what is missing here; resolves when that is done or given up. */
  pull(peer: Did): Promise<PulledHeads>;
}

/** The shared sets of a node, kept up by what it does itself and by what its peers know. */
export interface Heads extends SharedHeads {
  /** Follows from every outcome that is known. */
  readonly reputation: ReputationStore;
  /** Takes note that an assignment of this node was settled: others will hear of it. */
  settled(assignment: Cid): void;
  /** Takes note that somebody told two stories: others will hear of it, and it counts in the reputation. */
  accuse(evidence: Equivocation): void;
  /** Keeps outcomes that are certified. */
  keep(outcomes: readonly Outcome[]): Promise<void>;
  /** Begins to exchange; certificates that concern an account of this node are handed on. */
  start(learn: (proof: Proof) => Promise<void>): void;
  stop(): Promise<void>;
}

/** What the shared sets need. */
export interface HeadsComponents {
  readonly federation: Federation;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly verifier: Verifier;
  readonly logger: Logger;
  readonly link: Pick<PeerLink, "events" | "handle" | "peers" | "request">;
  /** What else is shared. */
  readonly more: readonly HeadSet[];
  readonly accounts: OwnWork & {
    /** True for an account whose key is here. */
    readonly isOurs: (account: Did) => boolean;
  };
}

/** Opens the sets as they were left. Nothing is heard or asked before `start`. */
export async function openHeads(components: HeadsComponents): Promise<Heads> {
  const { federation, accounts } = components;
  const logger = components.logger.child("heads");
  const work = createOpenWork((reason) => logger.warn("an outcome was not kept", { reason: String(reason) }));
  const over = new AbortController();
  let learn = async (_: Proof): Promise<void> => undefined;

  async function handOn(fresh: readonly Outcome[]): Promise<void> {
    const ours = fresh.filter((outcome) => partiesOf(outcome).some(accounts.isOurs));
    for (const { certificate } of ours) await learn(proofOf(certificate, null));
  }

  let look = async (): Promise<void> => undefined;
  const outcomes = await openOutcomeSet({
    ...components,
    grown: () => look(),
    learnt: (fresh) => work.add(handOn(fresh)),
  });
  const { reputation, isExecutor } = outcomes;
  const frauds = await openFraudSet({ ...components, reputation, isExecutor });
  look = frauds.look;
  const notes = createSettledWorkNotes({ ...components, keep: outcomes.keep, begun: work.add });
  const sets: readonly HeadSet[] = [outcomes, ...components.more, frauds];
  const rng = components.rng.fork("heads");
  const exchange = createHeadExchange({ ...components, net: federation.net, sets, rng, logger });

  return {
    reputation,
    accuse: (pair) => work.add(frauds.accuse(pair)),
    settled: notes.note,
    keep: outcomes.keep,
    roots: () => Promise.all(sets.map(rootOf)),
    pull: exchange.pull,
    start(learner) {
      learn = learner;
      notes.noteAll();
      exchange.start();
      work.add(reportFrauds(components, frauds.accuse, over.signal));
    },
    async stop() {
      over.abort();
      await exchange.stop();
      await work.ended();
    },
  };
}

/** Where this node is a guard, it finds evidence in its store. */
async function reportFrauds(
  components: Pick<HeadsComponents, "federation" | "storage">,
  accuse: (evidence: Equivocation) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const following = (async () => {
    for await (const evidence of followEquivocations(components, { signal })) await accuse(evidence);
  })();
  for (const evidence of await equivocationsIn(components)) await accuse(evidence);
  await following;
}

function partiesOf({ assignment, certificate: { outcome } }: Outcome): readonly Did[] {
  const payees = typeof outcome === "string" ? [] : outcome.credits.map(({ to }) => to);
  return [assignment.by, assignment.executor, assignment.hold.account, ...payees];
}

async function rootOf({ name, items }: HeadSet): Promise<SharedRoot> {
  return { set: name, count: items.size, root: cidOf(await items.chain(null), "raw") };
}

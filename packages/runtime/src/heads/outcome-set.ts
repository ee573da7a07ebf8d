import {
  type Assignment,
  assignmentRecord,
  type Certificate,
  type Cid,
  type Clock,
  certificateCodec,
  cidOf,
  type Did,
  type Storage,
  type Verifier,
} from "@icn-mesh/core";
import {
  claimsOfCertificate,
  createFoldedReputation,
  type Federation,
  type FoldedReputation,
  settlementSlot,
} from "@icn-mesh/economics";
import type { HeadSet } from "./head-set.ts";
import { type ItemSet, type NewItem, openItemSet } from "./item-set.ts";
import { outcomeCodec, outcomeEntry, workInRow } from "./outcome-entry.ts";

/** How an assignment ended, with everything that proves it. */
export interface Outcome {
  readonly cid: Cid;
  readonly assignment: Assignment;
  readonly certificate: Certificate;
  readonly bytes: { readonly assignment: Uint8Array; readonly certificate: Uint8Array };
}

/** The outcomes that a node knows, and the reputations that follow from them. */
export interface OutcomeSet extends HeadSet {
  readonly reputation: FoldedReputation;
  /** True for who is known to have been assigned work, and so can have a reputation. */
  isExecutor(account: Did): boolean;
  /** Keeps outcomes that were checked. */
  keep(outcomes: readonly Outcome[]): Promise<void>;
}

/** What the set of outcomes needs. */
export interface OutcomeSetComponents {
  readonly federation: Federation;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly verifier: Verifier;
  /** Told when there are more of them; what comes next waits for what it returns. */
  readonly grown: () => Promise<void>;
  /** Told of outcomes that came from peers. */
  readonly learnt: (outcomes: readonly Outcome[]) => void;
}

/** Opens the outcomes as they were left. */
export async function openOutcomeSet(components: OutcomeSetComponents): Promise<OutcomeSet> {
  const { federation, storage, clock } = components;
  const reputation = createFoldedReputation(federation, { clock });
  const executors = new Set<Did>();
  const items: ItemSet = await openItemSet(
    { storage, clock, net: federation.net },
    "outcomes",
    (place, row) => {
      const work = workInRow(place.id, row);
      if (work === undefined) return;
      reputation.add(work);
      executors.add(work.assignment.body.executor);
    },
  );

  return createOutcomeSet(components, { items, reputation, executors });
}

interface KnownOutcomes {
  readonly items: ItemSet;
  readonly reputation: FoldedReputation;
  readonly executors: Set<Did>;
}

function createOutcomeSet(
  components: OutcomeSetComponents,
  { items, reputation, executors }: KnownOutcomes,
): OutcomeSet {
  const { federation, storage, learnt } = components;

  async function add(outcomes: readonly Outcome[]): Promise<readonly Outcome[]> {
    const added = new Set(
      (await items.add(outcomes.map((outcome) => itemOf(federation, outcome)))).map(({ id }) => id),
    );
    const fresh = outcomes.filter(({ cid }) => added.has(cid));
    for (const outcome of fresh) {
      count(reputation, outcome);
      executors.add(outcome.assignment.executor);
    }
    if (fresh.length > 0) await components.grown();
    return fresh;
  }

  return {
    name: "outcomes",
    items,
    reputation,
    isExecutor: (account) => executors.has(account),
    wants: async (place) => !(await items.has(place)),
    async read(place) {
      const entry = await items.read(place);
      const assignment = await storage.get(place.id);
      if (entry === undefined || assignment === undefined) return undefined;
      const { certificate } = outcomeEntry.codec.parse(entry);
      return outcomeCodec.encode({ certificate, assignment });
    },
    async take(group, sent, wanted) {
      const outcomes = sent.map(readOutcome);
      const good = outcomes.filter((outcome) => outcome !== undefined);
      const isAsked = ({ cid, assignment }: Outcome) =>
        wanted.has(cid) && federation.epochAt(assignment.claimBy) === group;
      const isForged =
        good.length < sent.length || !good.every(isAsked) || !(await areCertified(components, good));
      if (isForged) return { kept: [], isForged };
      const fresh = await add(good);
      learnt(fresh);
      return { kept: good.map(({ cid }) => cid), isForged };
    },
    async keep(outcomes) {
      await add(outcomes);
    },
  };
}

function count(reputation: FoldedReputation, { cid, assignment: body, certificate }: Outcome): void {
  const { outcome } = certificate;
  if (typeof outcome !== "string") reputation.add({ assignment: { cid, body }, settlement: outcome });
}

function itemOf({ epochAt }: Federation, { cid, assignment, bytes }: Outcome): NewItem {
  const entry = { t: "icn-mesh/outcome/1", certificate: bytes.certificate, assignment: cid } as const;
  const group = epochAt(assignment.claimBy);
  return { group, id: cid, bytes: outcomeEntry.codec.encode(entry), blocks: [{ bytes: bytes.assignment }] };
}

/** One verification for each vote of each certificate, all at once: the verifier may have threads. */
async function areCertified(
  { federation, verifier }: Pick<OutcomeSetComponents, "federation" | "verifier">,
  outcomes: readonly Outcome[],
): Promise<boolean> {
  const claims = outcomes.map(({ certificate }) => claimsOfCertificate(federation, certificate));
  if (!claims.every(({ ok }) => ok)) return false;
  const all = claims.flatMap((ruling) => (ruling.ok ? ruling.value : []));
  return (await verifier.verifyMany(all)).every((holds) => holds);
}

/** Reads what a peer has sent, but for the votes; undefined where the parts do not belong together. */
function readOutcome(sent: Uint8Array): Outcome | undefined {
  const decoded = outcomeCodec.decode(sent);
  return decoded.ok ? outcomeOf(decoded.value.certificate, decoded.value.assignment) : undefined;
}

/** An outcome by its parts; undefined where the certificate does not settle the assignment. */
export function outcomeOf(certificateBytes: Uint8Array, assignmentBytes: Uint8Array): Outcome | undefined {
  const certificate = certificateCodec.decode(certificateBytes);
  const assignment = assignmentRecord.codec.decode(assignmentBytes);
  if (!certificate.ok || !assignment.ok) return undefined;
  const cid = cidOf(assignmentBytes);
  const { slot, outcome } = certificate.value;
  if (typeof outcome === "string" || slot !== settlementSlot(cid)) return undefined;
  const bytes = { assignment: assignmentBytes, certificate: certificateBytes };
  return { cid, assignment: assignment.value, certificate: certificate.value, bytes };
}

import {
  type Assignment,
  type Bid,
  type Cid,
  type Commits,
  cidOf,
  cidToBytes,
  commitRecord,
  commitsRecord,
  type Embedded,
  type ExecutionReceipt,
  type Selection,
  type Signed,
  selectionRecord,
  signRecord,
} from "@icn-mesh/core";
import type { Judge, ManaClient } from "@icn-mesh/economics";
import { sampleBid, sampleMember, sampleReceipt, sampleResult } from "@icn-mesh/economics/testing";
import { agreeOn, embed, holdFor, must } from "../a-job.ts";
import { MINUTE, openWorld, type World } from "./world.ts";

/** Replicas that a job asks for, and how many of them have to agree. */
const REPLICAS = 3;

/** One replica with all that its executor says of it. */
export interface Replica {
  readonly number: number;
  readonly client: ManaClient;
  readonly assignment: Signed<Assignment>;
  readonly receipt: Embedded;
  readonly commit: Embedded;
}

/** A job for three executors of whom two have to agree; the executors 2 to 7 have bid for it. */
export interface QuorumWorld extends World {
  readonly bids: ReadonlyMap<number, Signed<Bid>>;
  readonly selection: Embedded;
}

/** A result that is not the one which the others have. */
export const otherResult: Cid = cidOf(Uint8Array.of(9), "raw");

/** A world in which the hold has as much to spare as is said, beyond three budgets of 100. */
export async function openQuorum(judge: Judge, { guards = 1, spare = 100n } = {}): Promise<QuorumWorld> {
  const world = await openWorld({ guards, judge, changes: { feeBp: 0 } });
  const { economy, creator, creatorKey, clock } = world;
  const { net } = economy.federation;
  const held = await holdFor(economy, creator, {
    amount: 300n + spare,
    expiresAt: clock.now() + 120 * MINUTE,
    changes: { verification: { type: "quorum", replicas: REPLICAS, agree: 2 } },
  });
  const bids = new Map<number, Signed<Bid>>();
  for (const number of [2, 3, 4, 5, 6, 7, 8])
    bids.set(number, await sampleBid(net, held.job.cid, { by: economy.signer(number) }));
  const body: Selection = {
    t: "icn/selection/1",
    net,
    by: creator.account,
    via: null,
    job: held.job.cid,
    round: 1,
    bids: [...bids.values()].map(({ cid, sig }) => ({ cid, sig })),
    policy: { name: "weighted", params: {} },
    inputs: [],
    scores: [],
    winner: bids.get(2)!.cid,
    rejected: [{ bid: bids.get(8)!.cid, reason: "resources" }],
  };
  const selection = embed(await signRecord(selectionRecord, body, creatorKey));
  for (const { disk } of economy.guards) {
    disk.blocks.set(sampleResult, Uint8Array.of(1, 2, 3));
    disk.blocks.set(otherResult, Uint8Array.of(9));
  }
  return { ...world, held, bids, selection };
}

/** What a replica is, if not like the others. */
export interface ReplicaChanges {
  readonly replica?: number;
  readonly result?: Cid;
  readonly draw?: Embedded;
  readonly isMember?: boolean;
}

/** What an executor has accepted for a replica of the job. */
export async function agreeOnReplica(world: QuorumWorld, number: number, changes: ReplicaChanges = {}) {
  const { economy, creator, held, clock, bids } = world;
  const { replica = number - 2, draw, isMember = true } = changes;
  const executor = economy.signer(number);
  const agreed = await agreeOn(economy, creator, {
    job: held.job,
    executor,
    claimBy: clock.now() + 20 * MINUTE,
    assignment: { replica },
  });
  const bid = bids.get(number)!;
  const member = await sampleMember(economy.federation, executor.did, economy.charter);
  if (agreed.assignment.bid !== bid.cid) throw new Error("the bid is another");
  return { ...agreed, members: isMember ? [member] : [], ...(draw && { draw }) };
}

/** A certified replica, whose executor knows of it. */
export async function startReplica(
  world: QuorumWorld,
  number: number,
  changes: ReplicaChanges = {},
): Promise<Replica> {
  const { economy, creator } = world;
  const offer = must(await creator.signAssignment(await agreeOnReplica(world, number, changes)));
  const proven = must(await creator.certifyAssignment(offer));
  const client = await economy.client(number);
  must(await client.learn(proven.proof));
  const key = economy.signer(number);
  const { net } = economy.federation;
  const { assignment } = offer;
  const receipt = await sampleReceipt({ cid: assignment.cid, net }, key, {
    salt: new Uint8Array(16).fill(number),
    outcome: { type: "ok", result: changes.result ?? sampleResult, outputs: {} },
  } satisfies Partial<ExecutionReceipt>);
  const hash = cidToBytes(receipt.cid).slice(4);
  const head = { t: "icn/commit/1", net, by: key.did, via: null } as const;
  const commit = await signRecord(commitRecord, { ...head, assignment: assignment.cid, hash }, key);
  return { number, client, assignment, receipt: embed(receipt), commit: embed(commit) };
}

/** The three replicas of the job, with the results given. */
export async function startAll(world: QuorumWorld, results: readonly Cid[]): Promise<readonly Replica[]> {
  const all: Replica[] = [];
  for (const [index, result] of results.entries()) all.push(await startReplica(world, index + 2, { result }));
  return all;
}

/** The manager's showing of commits, already shown to guards. */
export async function reveal(world: QuorumWorld, replicas: readonly Replica[]): Promise<Embedded> {
  const { economy, creator, creatorKey, held } = world;
  const body: Commits = {
    t: "icn/commits/1",
    net: economy.federation.net,
    by: creator.account,
    via: null,
    job: held.job.cid,
    commits: replicas.map(({ commit }) => commit),
  };
  const shown = embed(await signRecord(commitsRecord, body, creatorKey));
  must(await creator.show(replicas[0]!.assignment.cid, [shown]));
  return shown;
}

/** How each replica was settled, as the creator knows it. */
export function endings(
  { creator }: QuorumWorld,
  replicas: readonly Replica[],
): readonly (string | undefined)[] {
  return replicas.map(({ assignment }) => creator.ledger.assignment(assignment.cid)?.settlement?.type);
}

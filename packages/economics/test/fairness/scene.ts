import {
  type Assignment,
  assignmentRecord,
  closeRecord,
  type Did,
  type Embedded,
  type Signed,
  signRecord,
} from "@icn-mesh/core";
import { type Judge, linkSlot, type ManaClient, operationSlot } from "@icn-mesh/economics";
import {
  sampleAcceptance,
  sampleAssignment,
  sampleBid,
  sampleRelease,
  sampleResult,
} from "@icn-mesh/economics/testing";
import { embed, must } from "../a-job.ts";
import { assign, MINUTE, openWorld, receiptFor, type World, wordsOf } from "../guard/world.ts";

/** An assignment of 80 out of a hold of 100, and what has been said of it. */
export interface Scene extends World {
  readonly worker: ManaClient;
  readonly assignment: Signed<Assignment>;
  readonly receipt: Embedded;
  /** The word that counts: the first that guards were shown in time. */
  word: "ok" | "given back" | undefined;
  isSettled: boolean;
}

/** A scene whose guards have all heard of the assignment, and hold the result. */
export async function openScene(guards: number, judge: Judge): Promise<Scene> {
  const world = await openWorld({ guards, judge, changes: { feeBp: 0 } });
  const { economy, creator, held } = world;
  const assignment = await assign(world);
  const { net } = economy.federation;
  const slots = [...[0, 1].map((seq) => operationSlot(net, creator.account, seq)), linkSlot(held.hold, 0)];
  const proofs = (await Promise.all(slots.map((slot) => creator.proof(slot)))).filter(
    (proof) => proof !== undefined,
  );
  const worker = await economy.client(2);
  for (const proof of proofs) must(await worker.learn(proof));
  for (const { current, disk } of economy.guards) {
    disk.blocks.set(sampleResult, Uint8Array.of(1, 2, 3));
    await current.ask({ ask: { type: "learn" }, proofs }, creator.account);
  }
  const receipt = embed(await receiptFor(world, assignment));
  return { ...world, worker, assignment, receipt, word: undefined, isSettled: false };
}

/** Shows records to every guard, in the name of an account. */
async function show(scene: Scene, from: Did, shown: readonly Embedded[]): Promise<void> {
  const { economy, assignment } = scene;
  const replies = await economy.askAll(
    { type: "settle", assignment: assignment.cid, shown: [...shown] },
    from,
  );
  scene.isSettled ||= wordsOf(replies).every((word) => word === "vote");
}

function isInTime({ assignment, clock }: Scene): boolean {
  return clock.now() < assignment.body.claimBy;
}

/** What either side, or somebody else, may do at any moment. */
export const turns: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  /** The executor claims what it has earned. */
  async deliver(scene) {
    if (isInTime(scene)) scene.word ??= "ok";
    await show(scene, scene.executor.did, [scene.receipt]);
  },
  async giveBack(scene) {
    const { economy, executor, assignment } = scene;
    scene.word ??= "given back";
    const release = await sampleRelease({ cid: assignment.cid, net: economy.federation.net }, executor);
    await show(scene, executor.did, [embed(release)]);
  },
  /** The creator pays what it was handed. */
  async pay(scene) {
    if (isInTime(scene)) scene.word ??= "ok";
    await show(scene, scene.creator.account, [scene.receipt]);
  },
  refund: (scene) => show(scene, scene.creator.account, []),
  async forge(scene) {
    const { creator, creatorKey, assignment } = scene;
    const release = await sampleRelease({ cid: assignment.cid, net: assignment.body.net }, creatorKey);
    await show(scene, creator.account, [embed(release)]);
  },
  stranger: (scene) => show(scene, scene.stranger.did, [scene.receipt]),
  async closeEarly(scene) {
    const { economy, creatorKey, held, assignment } = scene;
    const head = { t: "icn/close/1", net: economy.federation.net, by: creatorKey.did, via: null } as const;
    for (const [seq, prev] of [
      [0, null],
      [1, assignment.cid],
    ] as const) {
      const close = await signRecord(closeRecord, { ...head, hold: held.hold, seq, prev }, creatorKey);
      if (!scene.isSettled)
        await economy.askAll({ type: "close", close: embed(close), job: held.job.bytes }, creatorKey.did);
    }
  },
  /** The creator gives the same link to a key of its own. */
  async reassign(scene) {
    const { economy, creatorKey, held, stranger, clock } = scene;
    const bid = await sampleBid(economy.federation.net, held.job.cid, { by: stranger });
    const body = sampleAssignment(held.job, bid, { claimBy: clock.now() + 5 * MINUTE });
    const assignment = await signRecord(assignmentRecord, body, creatorKey);
    const acceptance = embed(await sampleAcceptance(assignment, stranger));
    const terms = { job: held.job.bytes, bid: bid.bytes };
    await economy.askAll(
      { type: "assign", assignment: embed(assignment), ...terms, acceptance, members: [] },
      creatorKey.did,
    );
  },
  async restart({ economy }) {
    await economy.guards.at(-1)?.restart();
  },
  wait: ({ clock }) => clock.advance(2 * MINUTE),
  waitLong: ({ clock }) => clock.advance(5 * MINUTE),
};

/** Both sides ask for what is due when all deadlines are over, and take in what they get. */
export async function finish(scene: Scene): Promise<void> {
  const { creator, worker, clock, assignment, held } = scene;
  await clock.advance(20 * MINUTE);
  const asked = Promise.all([creator.settle(assignment.cid, []), worker.settle(assignment.cid, [])]);
  await clock.advance(5 * MINUTE);
  for (const settled of await asked) must(settled);
  const closing = creator.close(held.hold, held.job.bytes);
  await clock.advance(5 * MINUTE);
  must(await closing);
  const idle = Promise.all([creator.idle(), worker.idle()]);
  await clock.advance(5 * MINUTE);
  await idle;
}

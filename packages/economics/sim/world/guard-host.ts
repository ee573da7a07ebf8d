import {
  cidOf,
  createMemoryDisk,
  createMemoryStorage,
  type Did,
  type MemoryDisk,
  type Signer,
} from "@icn-mesh/core";
import type { Life } from "@icn-mesh/core/testing";
import { signerOfLife, storageOfLife } from "@icn-mesh/core/testing";
import { type BootCounter, createMemoryBootCounter, type Guard, openGuard } from "@icn-mesh/economics";
import { seeReply, tapedStorage } from "@icn-mesh/economics/testing";
import { drawLife } from "../kernel/draw-life.ts";
import type { Listener } from "../kernel/network.ts";
import { clockOf } from "./clock-of.ts";
import type { Answer, Question } from "./messages.ts";
import type { World } from "./world.ts";

/** The machine of a guard: it crashes, starts again, and keeps its disk and the count of its starts. */
export interface GuardHost extends Listener<Question, Answer> {
  readonly did: Did;
  readonly disk: MemoryDisk;
  /** What the disk holds now, to be put back later. */
  snapshot(): MemoryDisk;
  /** Starts it on another disk, as after a restore from a backup. */
  restore(disk: MemoryDisk): void;
}

/** What of a guard outlives its crashes. */
interface Machine {
  readonly signer: Signer;
  readonly boots: BootCounter;
  readonly skewMs: number;
  disk: MemoryDisk;
}

interface Running {
  readonly guard: Guard;
  readonly life: Life;
}

const LONGEST_OUTAGE_MS = 6_000;

/** A guard of the shipped code on a machine of its own, which it starts at once. */
export function createGuardHost(world: World, signer: Signer): GuardHost {
  const { kernel, faults, network, counters, report } = world;
  const { did } = signer;
  const rng = world.rng.fork(`guard ${did}`);
  const skewMs = faults.skewMs === 0 ? 0 : rng.below(2 * faults.skewMs) - faults.skewMs;
  const machine: Machine = { signer, boots: createMemoryBootCounter(), skewMs, disk: createMemoryDisk() };
  let current: Running | undefined;
  let last: Life | undefined;
  let starts = 0;

  function start(): void {
    starts += 1;
    const life: Life = drawLife({ kernel, faults, rng: rng.fork(`life ${starts}`) }, crash);
    last = life;
    open(world, machine, life).then(
      (guard) => {
        if (!life.isOver) current = { guard, life };
      },
      (error: unknown) => report("restart", `${did} does not start: ${error}`),
    );
  }

  function crash(): void {
    counters.add("crashes");
    current = undefined;
    const crashed = starts;
    kernel.after(rng.below(LONGEST_OUTAGE_MS), () => (starts === crashed ? start() : undefined));
  }

  const host: GuardHost = {
    did,
    get disk() {
      return machine.disk;
    },
    get isUp() {
      return current !== undefined;
    },
    answer(question, from) {
      return current && hear(world, machine, { ...current, question, from });
    },
    snapshot: () => copyOf(machine.disk),
    restore(disk) {
      last?.end();
      current = undefined;
      machine.disk = disk;
      start();
    },
  };
  network.join(did, host);
  start();
  return host;
}

function open(world: World, { signer, boots, skewMs, disk }: Machine, life: Life): Promise<Guard> {
  const { federation, keys, kernel, judge, network, truth } = world;
  const { did } = signer;
  const clock = clockOf(life, kernel, skewMs);
  // The tape is on the disk itself: it has a vote even if the guard does not live to hear that it was written.
  const taped = tapedStorage(createMemoryStorage({ disk }), (ballot, bodies) => {
    for (const body of bodies) truth.overheard.addBody(body);
    truth.voted({ guard: did, ballot }, clock.now());
  });
  return openGuard({
    federation,
    storage: storageOfLife(life, taped),
    signer: signerOfLife(life, signer),
    verifier: keys.verifier,
    clock,
    judge,
    boots,
    peers: {
      async ask(to, request) {
        const question = { type: "guard", request, outputs: [] } as const;
        const answer = await life.call(() => network.ask(did, to, question));
        if (answer.type !== "guard") throw new Error("not the answer of a guard");
        return answer.reply;
      },
    },
  });
}

interface Heard extends Running {
  readonly question: Question;
  readonly from: string;
}

async function hear(world: World, machine: Machine, { guard, life, question, from }: Heard): Promise<Answer> {
  if (question.type !== "guard") return { type: "no" };
  const { truth, kernel, counters, report } = world;
  const { request, outputs } = question;
  const clock = clockOf(life, kernel, machine.skewMs);
  truth.heard({ guard: guard.did, request, from, now: clock.now() });
  try {
    await life.call(() => putBlocks(machine.disk, outputs));
    const reply = await guard.ask(request, from as Did);
    if (reply.type === "vote") truth.voted({ guard: guard.did, ballot: reply.ballot }, clock.now());
    truth.answered({ guard: guard.did, request, from, now: clock.now() }, reply);
    seeReply(counters, request, reply);
    return { type: "guard", reply };
  } catch (error) {
    if (!life.isOver) report("throws", `${guard.did} throws at a request: ${error}`);
    throw error;
  }
}

/** Straight on the disk: a second store on it would close that of the guard. */
function putBlocks(disk: MemoryDisk, outputs: readonly Uint8Array[]): void {
  for (const bytes of outputs) disk.blocks.set(cidOf(bytes, "raw"), bytes);
}

function copyOf(disk: MemoryDisk): MemoryDisk {
  const copy = createMemoryDisk();
  for (const [cid, bytes] of disk.blocks) copy.blocks.set(cid, bytes);
  for (const [name, cid] of disk.refs.entries({ limit: disk.refs.size })) copy.refs.set(name, cid);
  return copy;
}

import { cidOf, createMemoryDisk, type Did, type MemoryDisk, type Signer } from "@icn-mesh/core";
import { createMemoryBootCounter, type Guard, type GuardReply, openGuard } from "@icn-mesh/economics";
import { createLife, type Life } from "../kernel/life.ts";
import type { Listener } from "../kernel/network.ts";
import type { Answer, Question } from "./messages.ts";
import { clockOf, signerOf, storageOf } from "./ports.ts";
import { seeReply } from "./see-reply.ts";
import { tapedStorage } from "./taped-storage.ts";
import type { World } from "./world.ts";

/** The machine of a guard: it crashes, starts again, and keeps its disk and the count of its starts. */
export interface GuardHost extends Listener<Question, Answer> {
  readonly did: Did;
  readonly disk: MemoryDisk;
  readonly guard: Guard | undefined;
  /** What the disk holds now, to be put back later. */
  snapshot(): MemoryDisk;
  /** Starts it on another disk, as after a restore from a backup. */
  restore(disk: MemoryDisk): void;
}

const LONGEST_OUTAGE_MS = 6_000;

/** Starts a guard of the shipped code on a machine of its own. */
export function startGuardHost(world: World, signer: Signer): GuardHost {
  const { kernel, faults, federation, network, truth, counters, report, keys, judge } = world;
  const { did } = signer;
  const rng = world.rng.fork(`guard ${did}`);
  const skewMs = faults.skewMs === 0 ? 0 : rng.below(2 * faults.skewMs) - faults.skewMs;
  const boots = createMemoryBootCounter();
  let disk = createMemoryDisk();
  let current: { readonly guard: Guard; readonly life: Life } | undefined;
  let starts = 0;

  function start(): void {
    starts += 1;
    const life: Life = createLife({ kernel, faults, rng: rng.fork(`life ${starts}`) }, crash);
    open(life).then(
      (guard) => {
        if (!life.isOver) current = { guard, life };
      },
      (error: unknown) => report("restart", `${did} does not start: ${error}`),
    );
  }

  function open(life: Life): Promise<Guard> {
    const storage = tapedStorage(storageOf(life, disk), (ballot, bodies) => {
      for (const body of bodies) truth.body(body);
      truth.tape.add({ guard: did, ballot });
    });
    return openGuard({
      federation,
      storage,
      signer: signerOf(life, signer),
      verifier: keys.verifier,
      clock: clockOf(life, kernel, skewMs),
      judge,
      boots,
      peers: {
        async ask(to, request) {
          const answer = await life.call(() => network.ask(did, to, { type: "guard", request, outputs: [] }));
          if (answer.type !== "guard") throw new Error("not the answer of a guard");
          return answer.reply;
        },
      },
    });
  }

  function crash(): void {
    counters.add("crashes");
    current = undefined;
    const crashed = starts;
    kernel.after(rng.below(LONGEST_OUTAGE_MS), () => (starts === crashed ? start() : undefined));
  }

  async function hear({ guard, life }: { guard: Guard; life: Life }, question: Question, from: string) {
    if (question.type !== "guard") return { type: "no" } as const;
    const { request, outputs } = question;
    const clock = clockOf(life, kernel, skewMs);
    truth.heard(did, request, clock.now());
    // As files on the disk: mounting it again would close the store of the guard.
    await life.call(() => outputs.forEach((bytes) => disk.blocks.set(cidOf(bytes, "raw"), bytes)));
    const reply = await guard.ask(request, from as Did);
    if (reply.type === "vote") truth.tape.add({ guard: did, ballot: reply.ballot });
    truth.answered(did, { request, from, now: clock.now() }, reply);
    seeReply(counters, request, reply);
    return { type: "guard", reply } as const;
  }

  const host: GuardHost = {
    did,
    get disk() {
      return disk;
    },
    get guard() {
      return current?.guard;
    },
    get isUp() {
      return current !== undefined;
    },
    answer(question, from) {
      if (current === undefined) return undefined;
      const { life } = current;
      return hear(current, question, from).catch((error: unknown) => {
        if (!life.isOver) report("throws", `${did} throws at a request: ${error}`);
        throw error;
      });
    },
    snapshot: () => copyOf(disk),
    restore(other) {
      current?.life.end();
      current = undefined;
      disk = other;
      start();
    },
  };
  network.join(did, host);
  start();
  return host;
}

function copyOf(disk: MemoryDisk): MemoryDisk {
  const copy = createMemoryDisk();
  for (const [cid, bytes] of disk.blocks) copy.blocks.set(cid, bytes);
  for (const [name, cid] of disk.refs.entries({ limit: disk.refs.size })) copy.refs.set(name, cid);
  return copy;
}

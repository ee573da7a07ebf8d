import {
  type Clock,
  createMemoryDisk,
  type Did,
  type Embedded,
  type MemoryDisk,
  type Rng,
  type Signer,
} from "@icn-mesh/core";
import { type GuardReply, type GuardRequest, type ManaClient, openManaClient } from "@icn-mesh/economics";
import { createLife, type Life } from "../kernel/life.ts";
import type { Answer, Question } from "./messages.ts";
import { clockOf, signerOf, storageOf } from "./ports.ts";
import type { World } from "./world.ts";

/** One life of an account's machine, as what runs on it sees it: all of it ends with the crash. */
export interface Session {
  readonly account: Did;
  readonly client: ManaClient;
  readonly signer: Signer;
  readonly clock: Clock;
  /** Asks another machine; undefined if it does not answer in time. */
  ask(to: Did, question: Question): Promise<Answer | undefined>;
  /** Asks a guard past the client. */
  askGuard(to: Did, request: GuardRequest): Promise<GuardReply | undefined>;
}

/** What runs on a machine. It has a notebook of its own, which outlives a crash. */
export interface Program {
  /** Blocks that go to the guards with whatever is asked of them. */
  readonly outputs?: readonly Uint8Array[];
  /** What is left to do and has to come to an end, for people to read. */
  readonly undone: readonly string[];
  /** Starts anew after every crash, and has to take up what it left. */
  run(session: Session): Promise<void>;
  answer?(session: Session, question: Question, from: Did): Promise<Answer>;
}

/** Whose machine it is. */
export interface ClientHostOptions {
  readonly signer: Signer;
  readonly label: string;
  /** Nobody can ask it: two machines may have one key, and only one of them is found. */
  readonly isHidden?: boolean;
  readonly membership?: Embedded;
  readonly program: Program;
}

const LONGEST_OUTAGE_MS = 4_000;

/** Starts a machine with a client of the shipped code on it. */
export function startClientHost(world: World, options: ClientHostOptions): void {
  const { kernel, faults, network, counters, report, federation, keys } = world;
  const { signer, label, program, membership } = options;
  const rng = world.rng.fork(`client ${label}`);
  const disk: MemoryDisk = createMemoryDisk();
  const skewMs = faults.skewMs === 0 ? 0 : rng.below(2 * faults.skewMs) - faults.skewMs;
  let current: Session | undefined;
  let starts = 0;

  function start(): void {
    starts += 1;
    const lot = rng.fork(`life ${starts}`);
    const life = createLife({ kernel, faults, rng: lot.fork("life") }, crash);
    live(life, lot).catch((error: unknown) => report("throws", `${label}: ${printError(error)}`));
  }

  async function live(life: Life, lot: Rng): Promise<void> {
    const session = await openSession(life, lot);
    if (life.isOver) return;
    current = session;
    await program.run(session);
  }

  async function openSession(life: Life, lot: Rng): Promise<Session> {
    const ask = (to: Did, question: Question) =>
      life.call(() => network.ask(signer.did, to, question).catch(miss));
    const askGuard = async (to: Did, request: GuardRequest) => {
      const answer = await ask(to, { type: "guard", request, outputs: program.outputs ?? [] });
      return answer?.type === "guard" ? answer.reply : undefined;
    };
    const clock = clockOf(life, kernel, skewMs);
    const client = await openManaClient({
      federation,
      storage: storageOf(life, disk),
      signer: signerOf(life, signer),
      verifier: keys.verifier,
      clock,
      rng: lot.fork("client"),
      guards: {
        async ask(to, request, { signal }) {
          const reply = await askGuard(to, request);
          signal.throwIfAborted();
          if (reply === undefined) throw new Error(`${to} does not answer`);
          return reply;
        },
      },
      ...(membership === undefined ? {} : { membership }),
    });
    return { account: signer.did, client, signer: signerOf(life, signer), clock, ask, askGuard };
  }

  function miss(): undefined {
    counters.add("retries");
    return undefined;
  }

  function crash(): void {
    counters.add("crashes");
    current = undefined;
    kernel.after(rng.below(LONGEST_OUTAGE_MS), start);
  }

  if (!options.isHidden)
    network.join(signer.did, {
      get isUp() {
        return current !== undefined;
      },
      answer(question, from) {
        return current && program.answer?.(current, question, from as Did);
      },
    });
  start();
}

function printError(error: unknown): string {
  const facts = error instanceof Error && "facts" in error ? JSON.stringify(error.facts, printBigint) : "";
  return `${error instanceof Error ? error.stack : error} ${facts}`;
}

function printBigint(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

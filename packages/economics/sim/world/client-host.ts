import { createMemoryDisk, type Did, type Embedded, type Rng, type Signer } from "@icn-mesh/core";
import type { Life } from "@icn-mesh/core/testing";
import { drawLife } from "../kernel/draw-life.ts";
import type { Answer, Question } from "./messages.ts";
import { openSession, type Session } from "./session.ts";
import type { World } from "./world.ts";

/** What runs on the machine of an account. It has a notebook of its own, which outlives a crash. */
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

/** Starts a machine with a client of the shipped code on it. It crashes, starts again, and keeps its disk. */
export function startClientHost(world: World, options: ClientHostOptions): void {
  const { kernel, faults, network, counters, report } = world;
  const { signer, label, program, membership } = options;
  const rng = world.rng.fork(`client ${label}`);
  const disk = createMemoryDisk();
  const skewMs = faults.skewMs === 0 ? 0 : rng.below(2 * faults.skewMs) - faults.skewMs;
  const machine = { signer, disk, skewMs, membership, outputs: program.outputs ?? [] };
  let current: Session | undefined;
  let starts = 0;

  function start(): void {
    starts += 1;
    const lot = rng.fork(`life ${starts}`);
    const life = drawLife({ kernel, faults, rng: lot.fork("life") }, crash);
    live(life, lot).catch((error: unknown) => report("throws", `${label}: ${printError(error)}`));
  }

  async function live(life: Life, lot: Rng): Promise<void> {
    const session = await openSession(world, machine, { life, rng: lot.fork("client") });
    if (life.isOver) return;
    current = session;
    await program.run(session);
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

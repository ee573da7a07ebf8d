import type { Proof } from "@icn-mesh/economics";
import type { Program } from "../world/client-host.ts";
import type { Session } from "../world/session.ts";
import type { World } from "../world/world.ts";
import { endHold } from "./end-hold.ts";
import type { Attempt, Errand } from "./errand.ts";
import { holdErrand } from "./hold-errand.ts";
import { tryExecutor } from "./try-executor.ts";

/** What a creator wants done, and what it was given to pay for it. */
export interface CreatorOptions {
  readonly errands: readonly Errand[];
  /** Proofs of deposits of the charter. */
  readonly gifts: readonly Proof[];
}

/** Holds, assigns, pays and closes as the rules want it, whatever befalls it in between. */
export function createCreator(world: World, { errands, gifts }: CreatorOptions): Program {
  async function tend(session: Session, errand: Errand): Promise<void> {
    await holdErrand(world, session, errand);
    const failed = errand.attempts.filter(({ isOver }) => isOver).length;
    for (const executor of errand.held === undefined ? [] : errand.executors.slice(failed)) {
      if (errand.attempts.some(({ isPaid }) => isPaid)) break;
      await tryExecutor(world, session, { errand, executor });
    }
    await endHold(session, errand, world.federation);
    await session.client.idle();
    errand.isDone = true;
  }

  return {
    get undone() {
      return errands.filter(({ isDone }) => !isDone).map(stateOf);
    },
    async run(session) {
      for (const gift of gifts) await session.client.learn(gift);
      await session.client.idle();
      const open = errands.filter(({ isDone }) => !isDone);
      await Promise.all([session.client.regenerate(), ...open.map((errand) => tend(session, errand))]);
    },
    async answer(_, question) {
      if (question.type !== "receipt") return { type: "no" };
      const attempts = errands.flatMap((errand) => errand.attempts);
      const attempt = attempts.find(({ cid }) => cid === question.assignment);
      if (attempt === undefined) return { type: "no" };
      attempt.receipt ??= question.receipt;
      return { type: "noted" };
    },
  };
}

function stateOf({ name, held, attempts, last }: Errand): string {
  return `errand ${name} ${held === undefined ? "not held" : "held"} [${attempts.map(endOf)}] ${last}`;
}

function endOf({ isOver, isPaid }: Attempt): string {
  if (isPaid) return "paid";
  return isOver ? "over" : "open";
}

import type { Did } from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { createHandClock, type HandClock } from "@icn-mesh/core/testing";
import type { Outcome } from "../../src/heads/outcome-set.ts";
import { createSharingNodes, type SharingNode, type SharingNodes } from "../../src/testing/index.ts";

/** Nodes that share, with time in the hands of the test. */
export interface Sharing extends SharingNodes {
  readonly clock: HandClock;
  /** Lets time pass until the promise has settled. */
  done<Value>(promise: Promise<Value>): Promise<Value>;
  /** Lets time pass until the answer is yes; throws when it is not within ten minutes. */
  until(isSo: () => Promise<boolean>): Promise<void>;
  /** So many outcomes, of different work of one executor for different creators, in epochs from 0 on. */
  outcomes(count: number, epochs?: number): Promise<readonly Outcome[]>;
  /** Connects two nodes, of which the first begins to compare at once, as the second does. */
  connect(one: SharingNode, place: string): Promise<void>;
}

const EPOCH_MS = 3_600_000;
const CREATORS = 7;
const STEP_MS = 100;
const MOST_TURNS = 100;
const MOST_MS = 600_000;

/** A federation that lives in its hundredth epoch. */
export async function createSharing(): Promise<Sharing> {
  const clock = createHandClock({ settle: microtasks, now: 100 * EPOCH_MS });
  const nodes = await createSharingNodes({ clock, engine: nodeCryptoEngine() });
  const executor = nodes.signer("executor").did;
  const creators = Array.from({ length: CREATORS }, (_, index): Did => nodes.signer(`creator ${index}`).did);

  async function done<Value>(promise: Promise<Value>): Promise<Value> {
    let isDone = false;
    const settle = () => {
      isDone = true;
    };
    promise.then(settle, settle);
    // What needs no time gets none.
    for (let turn = 0; !isDone; turn++) await clock.advance(turn < MOST_TURNS ? 0 : STEP_MS);
    return promise;
  }

  return {
    ...nodes,
    clock,
    done,
    async until(isSo) {
      for (let passed = 0; passed <= MOST_MS; passed += STEP_MS) {
        if (await isSo()) return;
        await clock.advance(STEP_MS);
      }
      throw new Error("it does not come to that");
    },
    outcomes: (count, epochs = 3) =>
      Promise.all(
        Array.from({ length: count }, (_, number) => {
          const creator = creators[number % CREATORS] ?? executor;
          return nodes.outcome({ number, executor, creator, epoch: number % epochs });
        }),
      ),
    async connect(one, place) {
      await done(one.network.connect(`/memory/${place}`));
    },
  };
}

async function microtasks(): Promise<void> {
  for (let turn = 0; turn < 200; turn++) await Promise.resolve();
}

import {
  type Clock,
  createMemoryStorage,
  type Did,
  type Embedded,
  type MemoryDisk,
  type Rng,
  type Signer,
} from "@icn-mesh/core";
import type { Life } from "@icn-mesh/core/testing";
import { signerOfLife, storageOfLife } from "@icn-mesh/core/testing";
import {
  type AskGuards,
  type GuardReply,
  type GuardRequest,
  type ManaClient,
  openManaClient,
} from "@icn-mesh/economics";
import { clockOf } from "./clock-of.ts";
import type { Answer, Question } from "./messages.ts";
import type { World } from "./world.ts";

/** One life of an account's machine, as what runs on it sees it: all of it ends with the crash. */
export interface Session {
  readonly account: Did;
  readonly client: ManaClient;
  readonly signer: Signer;
  readonly clock: Clock;
  /** Asks another machine; undefined if it does not answer in time. */
  ask(to: Did, question: Question): Promise<Answer | undefined>;
}

/** What of a machine outlives its crashes. */
export interface SessionOptions {
  readonly signer: Signer;
  readonly disk: MemoryDisk;
  readonly skewMs: number;
  readonly membership: Embedded | undefined;
  readonly outputs: readonly Uint8Array[];
}

/** Opens the shipped client on what the disk holds. */
export async function openSession(
  world: World,
  { signer: key, disk, skewMs, membership, outputs }: SessionOptions,
  { life, rng }: { readonly life: Life; readonly rng: Rng },
): Promise<Session> {
  const { federation, keys, kernel, network, counters } = world;
  const signer = signerOfLife(life, key);
  const clock = clockOf(life, kernel, skewMs);
  const ask: Session["ask"] = (to, question) =>
    life.call(() => network.ask(key.did, to, question).catch(miss));

  function miss(): undefined {
    counters.add("retries");
    return undefined;
  }

  const guards: AskGuards = {
    async ask(to: Did, request: GuardRequest, { signal }): Promise<GuardReply> {
      const answer = await ask(to, { type: "guard", request, outputs });
      signal.throwIfAborted();
      if (answer?.type !== "guard") throw new Error(`${to} does not answer`);
      return answer.reply;
    },
  };

  const client = await openManaClient({
    federation,
    storage: storageOfLife(life, createMemoryStorage({ disk })),
    signer,
    verifier: keys.verifier,
    clock,
    rng,
    guards,
    ...(membership === undefined ? {} : { membership }),
  });
  return { account: key.did, client, signer, clock, ask };
}

import type { Did } from "@icn-mesh/core";
import { type Charter, createCharter } from "./actors/charter.ts";
import { createCreator } from "./actors/creator.ts";
import type { Errand } from "./actors/errand.ts";
import { createExecutor } from "./actors/executor.ts";
import type { Temper } from "./actors/executors-word.ts";
import { unlockContested } from "./actors/unlock-contested.ts";
import { doubleAssigner } from "./liars/double-assigner.ts";
import { doubleSpender } from "./liars/double-spender.ts";
import { greedyRefunder } from "./liars/greedy-refunder.ts";
import { createHand } from "./liars/hand.ts";
import type { Liar } from "./liars/liar.ts";
import { newcomers } from "./liars/newcomers.ts";
import { stranger } from "./liars/stranger.ts";
import { sybilPayer } from "./liars/sybil-payer.ts";
import { startTwins } from "./liars/twins.ts";
import { twoCertificates } from "./liars/two-certificates.ts";
import type { Witnesses } from "./oracle/check-end.ts";
import { type Program, startClientHost } from "./world/client-host.ts";
import { createGuardHost, type GuardHost } from "./world/guard-host.ts";
import { startLyingGuard } from "./world/lying-guard.ts";
import { rewindLater } from "./world/rewind-later.ts";
import type { World } from "./world/world.ts";

/** Everybody in a world. */
export interface People extends Witnesses {
  /** Of whom lines can be cut. */
  readonly names: readonly Did[];
}

const TEMPERS: readonly Temper[] = ["prompt", "failing", "returning", "silent", "late"];
const LIARS: readonly Liar[] = [
  doubleAssigner,
  doubleSpender,
  greedyRefunder,
  newcomers,
  stranger,
  sybilPayer,
  twoCertificates,
];
const INQUIRY_MS = 5_000;

/** Lets guards, creators, executors and liars into a world, as its seed wants it. */
export async function populate(world: World): Promise<People> {
  const { rng, faulty } = world;
  const lot = rng.fork("people");
  const charter = createCharter(world);
  const programs = new Map<string, Program>();
  const guards = startGuards(world);
  const executors = startExecutors(world, programs);
  const creators = await startCreators(world, charter, { programs, executors });
  if (world.configuration.contested === "charter") inquire(world, charter);
  if (lot.below(3) === 0) startTwins(world, executors[0] as Did);
  for (const liar of LIARS) if (lot.below(5) < 2) startLiar(world, charter, { liar, executors });
  return {
    guards: guards.filter(({ did }) => !faulty.has(did)),
    names: [...world.guardKeys.map(({ did }) => did), ...executors, ...creators],
    isDone: () => programs.size === executors.length + creators.length && undoneOf(programs).length === 0,
    undone: () => undoneOf(programs).join("; "),
  };
}

function undoneOf(programs: ReadonlyMap<string, Program>): readonly string[] {
  return [...programs]
    .filter(([, { undone }]) => undone.length > 0)
    .map(([name, { undone }]) => `${name}: ${undone.join(", ")}`);
}

/** A faulty guard lies, or forgets. */
function startGuards(world: World): readonly GuardHost[] {
  const lies = world.rng.fork("faulty guard").below(3) > 0;
  const honest = world.guardKeys.filter(({ did }) => !lies || !world.faulty.has(did));
  const hosts = honest.map((key) => createGuardHost(world, key));
  for (const key of world.guardKeys) if (!honest.includes(key)) startLyingGuard(world, key);
  for (const host of hosts) if (world.faulty.has(host.did)) rewindLater(world, host);
  return hosts;
}

function startExecutors(world: World, programs: Map<string, Program>): readonly Did[] {
  const lot = world.rng.fork("executors");
  return [0, 1, 2].map((index) => {
    const temper = index === 0 ? "prompt" : (TEMPERS[lot.below(TEMPERS.length)] as Temper);
    const signer = world.keys.signer(`executor ${index}`);
    const program = createExecutor(world, temper);
    world.truth.honest.add(signer.did);
    programs.set(`executor ${index} (${temper})`, program);
    startClientHost(world, { signer, label: `executor ${index}`, program });
    return signer.did;
  });
}

/** Creators begin when the charter has given them something. */
async function startCreators(
  world: World,
  charter: Charter,
  { programs, executors }: { readonly programs: Map<string, Program>; readonly executors: readonly Did[] },
): Promise<readonly Did[]> {
  const { truth, keys, report } = world;
  const signers = [0, 1].map((index) => keys.signer(`creator ${index}`));
  for (const { did } of signers) {
    truth.honest.add(did);
    truth.members.add(did);
  }
  for (const [index, signer] of signers.entries()) {
    const errands = errandsOf(world, index, executors);
    const membership = await charter.membership(signer.did);
    const label = `creator ${index}`;
    Promise.all([charter.give(signer.did, "mana", 200n), charter.give(signer.did, "credit", 200n)])
      .then((gifts) => {
        const program = createCreator(world, { errands, gifts });
        programs.set(label, program);
        startClientHost(world, { signer, label, membership, program });
      })
      .catch((error: unknown) => report("throws", String(error)));
  }
  return signers.map(({ did }) => did);
}

function errandsOf(world: World, creator: number, executors: readonly Did[]): readonly Errand[] {
  const lot = world.rng.fork(`errands ${creator}`);
  return Array.from({ length: 1 + lot.below(3) }, (_, job): Errand => {
    const first = lot.below(executors.length);
    return {
      name: `${creator}.${job}`,
      unit: lot.below(3) === 0 ? "credit" : "mana",
      amount: BigInt(20 + lot.below(100)),
      executors: [...executors.slice(first), ...executors.slice(0, first)],
      drafts: [],
      attempts: [],
      isDone: false,
    };
  });
}

function startLiar(
  world: World,
  charter: Charter,
  { liar, executors }: { readonly liar: Liar; readonly executors: readonly Did[] },
): void {
  const hand = createHand(world, liar.name);
  liar
    .lie({ world, charter, executors }, hand)
    .catch((error: unknown) => world.report("throws", `${liar.name}: ${error}`));
}

/** The charter looks after contested slots from time to time. */
function inquire(world: World, charter: Charter): void {
  unlockContested(world, charter)
    .then(() => world.kernel.after(INQUIRY_MS, () => inquire(world, charter)))
    .catch((error: unknown) => world.report("throws", String(error)));
}

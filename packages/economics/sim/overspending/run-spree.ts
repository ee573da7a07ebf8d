import type { KeyRing } from "@icn-mesh/core/testing";
import type { Judge } from "@icn-mesh/economics";
import { createCharter } from "../actors/charter.ts";
import type { Configuration } from "../configuration.ts";
import { cutLines } from "../kernel/cut-lines.ts";
import { createGuardHost } from "../world/guard-host.ts";
import { createWorld, type World } from "../world/world.ts";
import { spendEverywhere } from "./spend-everywhere.ts";

/** Who decides whether an account can pay: each node for itself, or a quorum of them. */
export type Authority = "node" | "quorum";

/** A seed, and who decides in it. */
export interface SpreeOptions {
  readonly seed: number;
  readonly authority: Authority;
  readonly keys: KeyRing;
  readonly judge: Judge;
}

/** What there was to spend, what was taken for money, and how much of that was there twice. */
export interface Spree {
  readonly supply: bigint;
  readonly spent: bigint;
  readonly overspent: bigint;
}

const FEDERATION: Configuration = {
  name: "honest",
  guards: 4,
  quorum: 3,
  contested: "resolver",
  hasFaultyGuard: false,
};
const WALLETS = 4;
const OPENING = 100n;
/** In some worlds nothing gets through before trouble is over. */
const TROUBLE_MS = 600_000;
const HEALED_MS = 600_000;

/** Every account of a federation pays at every node while lines are cut; the guards are honest and of the shipped code. */
export async function runSpree({ seed, authority, keys, judge }: SpreeOptions): Promise<Spree> {
  const base = await createWorld({ configuration: FEDERATION, seed, keys, judge, report: () => undefined });
  const world: World =
    authority === "node" ? { ...base, federation: { ...base.federation, quorum: 1 } } : base;
  const guards = world.guardKeys.map((key) => createGuardHost(world, key).did);
  const charter = createCharter(world);
  const places = guards.map((guard) => (authority === "node" ? [guard] : guards));
  const names = Array.from({ length: WALLETS }, (_, index) => `wallet ${index}`);
  cutLines(world, [...guards, ...names.map((name) => keys.signer(name).did)]);
  const sums: bigint[] = [];
  for (const name of names)
    void spendEverywhere(world, { name, opening: OPENING, charter, places }).then((sum) => sums.push(sum));
  const isDone = () => sums.length === names.length;
  await world.kernel.runUntil(isDone, TROUBLE_MS);
  world.faults.end();
  world.network.cut(undefined);
  await world.kernel.runUntil(isDone, TROUBLE_MS + HEALED_MS);
  if (!isDone()) throw new Error(`a wallet of seed ${seed} does not come to its end`);
  const add = (sum: bigint, each: bigint) => sum + each;
  return {
    supply: OPENING * BigInt(WALLETS),
    spent: sums.reduce(add, 0n),
    overspent: sums.map((sum) => (sum > OPENING ? sum - OPENING : 0n)).reduce(add, 0n),
  };
}

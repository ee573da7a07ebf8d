import { createMemoryStorage } from "@icn-mesh/core";
import { audit, createLedger, replay } from "@icn-mesh/economics";
import type { GuardHost } from "../world/guard-host.ts";
import type { World } from "../world/world.ts";

/** Who has lived in a world. */
export interface Witnesses {
  readonly guards: readonly GuardHost[];
  isDone(): boolean;
  /** What is not done, for people to read. */
  undone(): string;
}

/** What has to be true once everything has come to rest. */
export async function checkEnd(world: World, people: Witnesses): Promise<void> {
  if (!people.isDone()) world.report("liveness", `not done: ${people.undone()}`);
  checkExecutors(world);
  checkCreators(world);
  checkLedger(world);
  for (const guard of people.guards) if (!world.faulty.has(guard.did)) await checkStore(world, guard);
  countAtEnd(world, people.guards);
}

/** I-07 for executors: what was delivered to a quorum in time is paid, in full, and taken in. */
function checkExecutors({ truth, report }: World): void {
  for (const cid of truth.deserved()) {
    const { settlement, body } = truth.books.assignments.get(cid) ?? {};
    const isPaid = settlement?.type === "pay" && settlement.taken === body?.price;
    if (!isPaid) report("I-07", `${cid} was delivered in time and came to ${settlement?.type ?? "nothing"}`);
    const own = settlement?.credits.findIndex(({ to }) => to === body?.executor) ?? -1;
    if (isPaid && !truth.books.isConsumed(settlement.slot, own))
      report("I-07", `the pay for ${cid} is not taken in`);
  }
}

/** I-04 and I-07 for creators: each hold has ended once, and all that nothing was paid for is back. */
function checkCreators({ truth, report }: World): void {
  for (const [id, { account, closes, isReceivedBack }] of truth.books.holds) {
    if (!truth.honest.has(account)) continue;
    if (closes !== 1) report("I-04", `the hold ${id} has ended ${closes} times`);
    else if (!isReceivedBack) report("I-07", `the rest of ${id} is not back`);
  }
}

/** The shipped ledger comes to the same sums as the books of the oracle. */
function checkLedger({ federation, truth, report }: World): void {
  const ledger = createLedger(federation);
  for (const { slot, refusal, missing } of replay(ledger, truth.books.facts))
    report("ledger", `${slot} cannot be replayed: ${refusal?.code ?? `without ${missing}`}`);
  for (const { name } of federation.constitution.units) {
    const [one, other] = [ledger.totals(name), truth.books.totals(name)];
    for (const key of ["minted", "balances", "held", "credits", "burned"] as const)
      if (one[key] !== other[key])
        report("ledger", `${key} ${name}: ${one[key]}, but the truth is ${other[key]}`);
  }
}

async function checkStore({ federation, keys, report }: World, { disk, did }: GuardHost): Promise<void> {
  const storage = createMemoryStorage({ disk });
  const { findings } = await audit({ federation, storage, verifier: keys.verifier });
  // One guard of many may have been shown in time what the others were not; `checkExecutors` asks for a quorum.
  const isAlone = federation.quorum === 1;
  for (const { invariant, slot, detail } of findings)
    if (isAlone || invariant !== "I-07") report(`audit ${invariant}`, `${did} ${slot}: ${detail}`);
}

function countAtEnd({ counters, truth }: World, guards: readonly GuardHost[]): void {
  counters.add("contested", truth.tape.contested().size);
  const frauds = guards
    .flatMap(({ disk }) => disk.refs.entries({ limit: disk.refs.size }))
    .map(([name]) => name);
  counters.add("equivocations", new Set(frauds.filter((name) => name.includes("/fraud/"))).size);
}

import { checkBooks, checkStore } from "@icn-mesh/economics/testing";
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
  const { federation, keys, report } = world;
  if (!people.isDone()) report("liveness", `not done: ${people.undone()}`);
  checkBooks(world);
  for (const { did: guard, disk } of people.guards) {
    if (!world.faulty.has(guard))
      await checkStore({ guard, disk, federation, verifier: keys.verifier }, report);
  }
  countAtEnd(world, people.guards);
}

function countAtEnd({ counters, truth }: World, guards: readonly GuardHost[]): void {
  counters.add("contested", truth.tape.contested().size);
  const frauds = guards
    .flatMap(({ disk }) => disk.refs.entries({ limit: disk.refs.size }))
    .map(([name]) => name);
  counters.add("equivocations", new Set(frauds.filter((name) => name.includes("/fraud/"))).size);
}

import type { Amount, Did } from "@icn-mesh/core";
import type { Award } from "./award-counts.ts";
import type { PolicyReplay, ReplayedRound } from "./replay-policy.ts";

/** What to call jobs and executors. */
export interface ReplayNames {
  readonly job?: (round: Pick<ReplayedRound, "job" | "round">) => string;
  readonly executor?: (executor: Did) => string;
}

/** A replay for people to read: the rounds that would have gone to others, and what each executor would have had. */
export function printReplay({ rounds, changed, unread }: PolicyReplay, names: ReplayNames = {}): string {
  const { job = ({ job: id, round }) => `${id} ${round}`, executor = (did) => did } = names;
  const nameAll = (awards: readonly Award[]): string =>
    awards.map((award) => `${executor(award.executor)} for ${award.price}`).join(", ") || "nobody";
  return [
    ...rounds
      .filter(({ recorded, replayed }) => nameAll(recorded) !== nameAll(replayed))
      .map((round) => `${job(round)}: ${nameAll(round.replayed)}, not ${nameAll(round.recorded)}`),
    ...tally(rounds).map(([did, { recorded, replayed }]) => `${executor(did)}: ${replayed}, not ${recorded}`),
    `rounds: ${rounds.length}, to others: ${changed}, unread: ${unread}`,
  ].join("\n");
}

interface Tally {
  readonly recorded: string;
  readonly replayed: string;
}

function tally(rounds: readonly ReplayedRound[]): readonly (readonly [Did, Tally])[] {
  const recorded = rounds.flatMap((round) => round.recorded);
  const replayed = rounds.flatMap((round) => round.replayed);
  const executors = new Set([...recorded, ...replayed].map(({ executor }) => executor));
  return [...executors]
    .toSorted()
    .map((did) => [did, { recorded: sumOf(recorded, did), replayed: sumOf(replayed, did) }] as const)
    .filter(([, sums]) => sums.recorded !== sums.replayed);
}

function sumOf(awards: readonly Award[], did: Did): string {
  const own = awards.filter(({ executor }) => executor === did);
  const mana = own.reduce<Amount>((sum, { price }) => sum + price, 0n);
  return `${own.length} for ${mana}`;
}

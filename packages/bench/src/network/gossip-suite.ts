import { performance } from "node:perf_hooks";
import { type BenchRow, median, sideBySide } from "../side-by-side.ts";
import { bareGroup, type GossipGroup, ourGroup } from "./gossip-groups.ts";
import { loadQuic, QUIC_ADDRESS } from "./load-quic.ts";
import type { OurNodeOptions } from "./our-node.ts";
import { processorMicros } from "./processor-time.ts";
import { signedMessages, verifyBare } from "./signed-messages.ts";

const ROUNDS = 4;
/** Rounds that are not counted: the code is compiled meanwhile. */
const WARM_UP = 2;
/** About as many messages arrive in a round, whatever the size of the group. */
const DELIVERIES = 2_400;
/** The size at which messages a second are compared too. */
const PACED = 5;

/** What a message costs for each node that it reaches, in groups of nodes in one process, against bare gossipsub. */
export async function gossipSuite(): Promise<readonly BenchRow[]> {
  const verify = await verifyMicros();
  const rows: BenchRow[] = [];
  const quic = await quicOptions();
  for (const size of [2, 5, 10]) rows.push(...(await groupsOf(size, { verify, quic })));
  return rows;
}

async function verifyMicros(): Promise<number> {
  const [message] = await signedMessages(1);
  const run = () => message !== undefined && verifyBare(message);
  const [row] = await sideBySide({
    operation: "verify",
    contenders: [{ name: "bare", run }],
    time: "processor",
  });
  return row?.micros ?? 0;
}

interface Measured {
  /** Processor time of one delivery. */
  readonly micros: number;
  /** Time on the clock of one message. */
  readonly each: number;
}

interface Setting {
  /** What one bare verification takes. */
  readonly verify: number;
  /** How a node of ours speaks QUIC; nothing where it cannot. */
  readonly quic: readonly OurNodeOptions[];
}

async function quicOptions(): Promise<readonly OurNodeOptions[]> {
  const quic = await loadQuic();
  return quic === undefined ? [] : [{ transports: ["quic"], listen: [QUIC_ADDRESS] }];
}

async function groupsOf(size: number, { verify, quic }: Setting): Promise<readonly BenchRow[]> {
  const groups = await Promise.all([
    bareGroup(size, "StrictNoSign"),
    ourGroup(size),
    ...(size === PACED
      ? [bareGroup(size, "StrictSign"), ...quic.map((options) => ourGroup(size, options))]
      : []),
  ]);
  const count = Math.round(DELIVERIES / (size - 1));
  const rounds: Measured[][] = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const those: Measured[] = [];
    for (const group of groups) those.push(await measured(group, size, count));
    if (round >= 0) rounds.push(those);
  }
  for (const group of groups) await group.stop();
  return [...costRows(size, verify, rounds), ...(size === PACED ? paceRows(rounds) : [])];
}

async function measured(group: GossipGroup, size: number, count: number): Promise<Measured> {
  const messages = await signedMessages(count);
  const [before, start] = [group.verified(), performance.now()];
  const micros = await processorMicros(() => group.publish(messages));
  const each = ((performance.now() - start) * 1000) / count;
  const deliveries = count * (size - 1);
  const verified = group.verified() - before;
  if (verified !== 0 && verified !== deliveries) {
    throw new Error(`${deliveries} messages arrived and ${verified} signatures were verified`);
  }
  return { micros: micros / deliveries, each };
}

/** The goal is 1.2 times bare gossip, and one verification beside it. */
function costRows(size: number, verify: number, rounds: readonly Measured[][]): readonly BenchRow[] {
  const operation = `deliver a signed message, ${size} nodes, processor time`;
  const [bare, ours] = [0, 1].map((index) => rounds.map((those) => those[index]?.micros ?? Number.NaN));
  const row = (name: string, times: readonly number[] = [], wanted?: number): BenchRow => ({
    operation,
    name,
    micros: median(times),
    ratio: median(times.map((time, round) => time / (bare?.[round] ?? Number.NaN))),
    wanted,
  });
  const verifications = rounds.map(() => verify);
  const rest = ours?.map((time) => time - verify);
  return [
    row("bare gossipsub, StrictNoSign", bare),
    row("one bare verification", verifications),
    row("ours, every signature verified once", ours),
    row("ours, less one bare verification", rest, 1.2),
  ];
}

/** Three times as many a second are wanted, so a third of the time. */
function paceRows(rounds: readonly Measured[][]): readonly BenchRow[] {
  const operation = `publish to ${PACED} nodes, time of a message`;
  const timesOf = (index: number) => rounds.flatMap((those) => those[index]?.each ?? []);
  const strict = timesOf(2);
  const row = (name: string, index: number, wanted?: number): BenchRow => ({
    operation,
    name,
    micros: median(timesOf(index)),
    ratio: median(timesOf(index).map((time, round) => time / (strict[round] ?? Number.NaN))),
    wanted,
  });
  return [
    row("bare gossipsub, StrictSign", 2),
    row("ours", 1, 0.33),
    row("bare gossipsub, StrictNoSign", 0),
    ...(timesOf(3).length > 0 ? [row("ours, QUIC", 3)] : []),
  ];
}

import { type BenchRow, median } from "../side-by-side.ts";
import { loadPeerQueue, type PeerQueue } from "./load-peer-queue.ts";
import { type Submitter, startSubmitter } from "./start-submitter.ts";

const EXECUTORS = 5;
const [IN_FLIGHT, WARM, ROUNDS] = [16, 40, 15];

/** What a job costs who submits it, beside a durable queue that believes its workers: processor time, over sockets. */
export async function peerQueueSuite(): Promise<readonly BenchRow[]> {
  const peer = await loadPeerQueue();
  try {
    const submitter = await startSubmitter(EXECUTORS);
    try {
      return rowsOf(await inTurns(submitter, peer));
    } finally {
      await submitter.stop();
    }
  } finally {
    await peer?.stop();
  }
}

/** Microseconds for a job. */
interface Round {
  readonly ours: number;
  readonly theirs: { readonly producer: number; readonly redis: number } | undefined;
}

async function inTurns(submitter: Submitter, peer: PeerQueue | undefined): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  for (let round = 0; round < WARM + ROUNDS; round++) {
    const ours = (await submitter.run(IN_FLIGHT)) / IN_FLIGHT;
    const work = await peer?.run(IN_FLIGHT);
    const theirs = work && { producer: work.producer / IN_FLIGHT, redis: work.redis / IN_FLIGHT };
    rounds.push({ ours, theirs });
  }
  return rounds.slice(WARM);
}

function rowsOf(rounds: readonly Round[]): readonly BenchRow[] {
  const operation = `a job, ${IN_FLIGHT} in flight, processor time`;
  const floorOf = ({ ours, theirs }: Round): number => (theirs ? theirs.producer + theirs.redis : ours);
  const row = (name: string, of: (round: Round) => number, wanted?: number): BenchRow => ({
    operation,
    name,
    micros: median(rounds.map(of)),
    ratio: median(rounds.map((round) => of(round) / floorOf(round))),
    wanted,
  });
  const name = `ours: the process of the submitter, libp2p, ${EXECUTORS} bids`;
  const ours = (wanted?: number) => row(name, (round) => round.ours, wanted);
  if (rounds.some(({ theirs }) => theirs === undefined)) return [ours()];
  return [
    row("BullMQ, every write synced: producer and Redis", floorOf),
    row("of which the producer", ({ theirs }) => theirs?.producer ?? 0),
    ours(3),
  ];
}

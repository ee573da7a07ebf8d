import { writeCheckpoint } from "./checkpoint.ts";
import { type CompactComponents, compact } from "./compact.ts";
import type { Disk } from "./disk.ts";
import { isDiskFull } from "./disk-failure.ts";
import type { Log } from "./log.ts";
import type { Recovered } from "./recover.ts";

/** Keeps opening fast and the log small, beside the commits. */
export interface Housekeeper {
  /** Told of what was logged; starts a checkpoint when it is time. */
  logged(bytes: number): void;
  /** Resolves when nothing is running, after a last checkpoint if that makes the next opening much faster. */
  finish(): Promise<void>;
}

/** What a housekeeper works with. */
export interface HousekeeperComponents {
  readonly disk: Disk;
  readonly log: Log;
  readonly recovered: Recovered;
  readonly write: CompactComponents["write"];
}

/** When checkpoints are taken. */
export interface HousekeeperOptions {
  /** Bytes logged after which a checkpoint is worth writing. */
  readonly checkpointBytes?: number | undefined;
}

const CHECKPOINT_BYTES = 64 * 1024 * 1024;
/** A checkpoint grows with the store; taken after four times its size, it costs a quarter more of writing at most. */
const CHECKPOINT_RATIO = 4;
/** Replaying this part of what makes a checkpoint due takes a few milliseconds. */
const CLOSE_RATIO = 1 / 64;

/** A housekeeper at rest. */
export function createHousekeeper(
  { disk, log, recovered, write }: HousekeeperComponents,
  { checkpointBytes = CHECKPOINT_BYTES }: HousekeeperOptions,
): Housekeeper {
  const { storeId, seed, state, segments, witness, checkpoint } = recovered;
  let size = checkpoint?.size ?? 0;
  let since = 0;
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    since = 0;
    const start = log.position();
    const sealed = new Map<number, number>();
    for (const number of segments.numbers()) {
      if (number < start.segment) sealed.set(number, segments.file(number)?.size() ?? 0);
    }
    const reached = () => log.position().sequence - 1;
    size = await writeCheckpoint({ disk, storeId, seed, state, sealed, start, reached });
    await witness.swear(reached(), start.sequence);
    await compact({ state, segments, seed, write }, start.segment);
  }

  function start(): Promise<void> {
    running ??= run()
      .catch((error: unknown) => {
        if (!isDiskFull(error)) log.fail(error); // without room it is tried again when as much was logged
      })
      .finally(() => {
        running = undefined;
      });
    return running;
  }

  const due = () => Math.max(checkpointBytes, CHECKPOINT_RATIO * size);

  return {
    logged(bytes) {
      since += bytes;
      if (since >= due()) void start();
    },
    async finish() {
      await running;
      if (since >= due() * CLOSE_RATIO) await start();
    },
  };
}

import { diskFailure, isDiskFull, storeFailed } from "./disk-failure.ts";
import type { LogPosition } from "./entries.ts";
import { FILE_HEADER } from "./file-header.ts";
import type { Segments } from "./segments.ts";

/** The end of the log, where frames are added one after the other. */
export interface Log {
  /** Where the next frame goes. */
  position(): LogPosition;
  /**
   * Adds the frame that `print` makes for its sequence; resolves to its place once it is durable. Rejects with
   * `DAG_DISK_FULL` when there is no room, and after any other failure with `DAG_STORE_FAILED` for ever.
   */
  append(print: (sequence: number) => Uint8Array): Promise<LogPosition>;
  /** From now on nothing is added. */
  fail(cause: unknown): void;
  /** Why nothing is added any more; undefined while it is. */
  failure(): unknown;
}

/** What a log works with. */
export interface LogComponents {
  readonly segments: Segments;
  /** Told of each frame that is durable before whoever waits for it. */
  readonly onDurable: (sequence: number) => void;
}

/** A segment that is larger is followed by another one. */
const SEGMENT_BYTES = 256 * 1024 * 1024;

/** How a log is laid out. */
export interface LogOptions {
  readonly segmentBytes?: number | undefined;
  /** False leaves out the sync, so that a crash test can show that it would notice. */
  readonly durable?: boolean | undefined;
}

/** The log that ends at the position. */
export function createLog(
  { segments, onDurable }: LogComponents,
  end: LogPosition,
  { segmentBytes = SEGMENT_BYTES, durable = true }: LogOptions,
): Log {
  let { segment, offset, sequence } = end;
  let failure: unknown;

  async function rotate(length: number): Promise<void> {
    if (offset + length <= segmentBytes || offset === FILE_HEADER) return;
    await segments.create(segment + 1, sequence);
    segment += 1;
    offset = FILE_HEADER;
  }

  function write(frame: Uint8Array): void {
    const file = fileOf(segment);
    try {
      file.write(frame, offset);
    } catch (error) {
      file.truncate(offset); // what a full disk took of the frame
      throw error;
    }
  }

  function fileOf(number: number) {
    const file = segments.file(number);
    if (file === undefined) throw storeFailed(segments.pathOf(number), undefined);
    return file;
  }

  async function add(frame: Uint8Array): Promise<LogPosition> {
    await rotate(frame.length);
    write(frame);
    if (durable) await fileOf(segment).sync().catch(refuseFromNowOn);
    const at = { segment, offset, sequence };
    offset += frame.length;
    sequence += 1;
    onDurable(at.sequence);
    return at;
  }

  /** After a failed sync the system may have dropped what was to be written, and say nothing the next time. */
  function refuseFromNowOn(error: unknown): never {
    failure = error;
    throw storeFailed(segments.pathOf(segment), error);
  }

  return {
    position: () => ({ segment, offset, sequence }),
    async append(print) {
      if (failure !== undefined) throw storeFailed(segments.pathOf(segment), failure);
      try {
        return await add(print(sequence));
      } catch (error) {
        if (!isDiskFull(error)) failure ??= error;
        throw diskFailure(error, segments.pathOf(segment));
      }
    },
    fail(cause) {
      failure ??= cause;
    },
    failure: () => failure,
  };
}

import { type ByteBuffer, createByteBuffer } from "./byte-buffer.ts";
import { guestStop } from "./guest-stop.ts";
import type { GuestTask } from "./guest-task.ts";

/** What a guest has put out so far, and how much it may still put out. */
export interface GuestOutputs {
  /** Bytes spent of the limit, also for what is not kept here. */
  readonly spent: number;
  /** Counts bytes against the limit; ends the run as `output-too-large` when they pass it. */
  spend(bytes: number): void;
  /** Counts one more piece against the limit of pieces. */
  countPiece(): void;
  /** The named output, made when it is not there yet; undefined where the guest may not use that name. */
  open(name: string): ByteBuffer | undefined;
  entries(): IterableIterator<[string, ByteBuffer]>;
}

/** An output's name is a file name everywhere, and a name in a receipt. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The outputs of a run that begins, or that goes on with what it had spent. */
export function createGuestOutputs({ limits, outputs: allowed }: GuestTask, before = 0): GuestOutputs {
  const buffers = new Map<string, ByteBuffer>();
  let spent = before;
  let pieces = 0;

  function countPiece(): void {
    pieces++;
    if (pieces > limits.outputs) throw guestStop("output-too-large", `more than ${limits.outputs} outputs`);
  }

  return {
    get spent() {
      return spent;
    },
    spend(bytes) {
      if (spent + bytes > limits.outputBytes) {
        throw guestStop("output-too-large", `more than ${limits.outputBytes} bytes of output`);
      }
      spent += bytes;
    },
    countPiece,
    open(name) {
      const known = buffers.get(name);
      if (known !== undefined) return known;
      if (!NAME.test(name) || (allowed.length > 0 && !allowed.includes(name))) return undefined;
      countPiece();
      const buffer = createByteBuffer();
      buffers.set(name, buffer);
      return buffer;
    },
    entries: () => buffers.entries(),
  };
}

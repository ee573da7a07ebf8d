/** Memory for bytes that live from the call of a commit to its end, used again and again. */
export interface ByteArena {
  /** Memory for a commit of so many bytes, all of which are copied at once, before the next `begin`. */
  begin(length: number): Lease;
}

/** The memory of one commit. */
export interface Lease {
  copy(bytes: Uint8Array): Uint8Array;
  /** Nobody looks at the copies any more. */
  end(): void;
}

interface Slab {
  readonly memory: Uint8Array;
  used: number;
  leases: number;
}

const SLAB_BYTES = 1024 * 1024;
/** Larger commits get memory of their own, as they would waste too much of a slab. */
const MOST_BYTES = SLAB_BYTES / 8;
const MOST_FREE = 4;

/**
 * An arena without memory. Allocating for each commit instead costs more than all the rest of a small commit, since
 * the garbage collector counts bytes outside of its heap as a reason to run.
 */
export function createByteArena(): ByteArena {
  const free: Slab[] = [];
  let current = newSlab();

  /** The current slab has a lease of its own, so that it is not handed out while it is current. */
  function release(slab: Slab): void {
    slab.leases -= 1;
    if (slab.leases > 0) return;
    Object.assign(slab, { used: 0, leases: 1 });
    if (free.length < MOST_FREE) free.push(slab);
  }

  function place(bytes: Uint8Array): Uint8Array {
    const copy = current.memory.subarray(current.used, current.used + bytes.length);
    copy.set(bytes);
    current.used += bytes.length;
    return copy;
  }

  return {
    begin(length) {
      if (length > MOST_BYTES) return { copy: (bytes) => new Uint8Array(bytes), end: () => undefined };
      if (current.used + length > SLAB_BYTES) {
        release(current);
        current = free.pop() ?? newSlab();
      }
      const slab = current;
      slab.leases += 1;
      return { copy: place, end: () => release(slab) };
    },
  };
}

function newSlab(): Slab {
  return { memory: new Uint8Array(SLAB_BYTES), used: 0, leases: 1 };
}

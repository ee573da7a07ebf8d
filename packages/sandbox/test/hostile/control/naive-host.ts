import { POINTER_CALLS, typesOf } from "../host-pointers.ts";

/** What a guest did to a host that allows everything. */
export interface Taken {
  /** Calls of each function that returned, and the bytes that they were about. */
  readonly calls: Record<string, number>;
  readonly bytes: Record<string, number>;
  /** Names that outputs were given under. */
  readonly names: Set<string>;
}

/** A function that a guest may call. */
export type HostFunction = (...values: (number | bigint)[]) => number | bigint | undefined;

const NO_BYTES: Buffer<ArrayBuffer> = Buffer.alloc(0);

/** A host as one writes it who trusts the guest. */
export interface NaiveHost {
  readonly taken: Taken;
  hostFunction(name: string, signature: string): HostFunction;
  /** Notes a call of which the bytes are known. */
  note(name: string, bytes: number): void;
}

/** Takes pointers into `memory` as they come, and throws after so many calls. */
export function createNaiveHost(memory: () => ArrayBuffer | undefined, patience: number): NaiveHost {
  const taken: Taken = { calls: {}, bytes: {}, names: new Set() };

  function note(name: string, bytes: number): void {
    const calls = (taken.calls[name] ?? 0) + 1;
    if (calls > patience) throw new Error("the host has had enough");
    taken.calls[name] = calls;
    taken.bytes[name] = (taken.bytes[name] ?? 0) + bytes;
  }

  return {
    taken,
    note,
    hostFunction(name, signature) {
      const { result } = typesOf(signature);
      const { pairs = [] } = POINTER_CALLS[name] ?? {};
      return (...values) => {
        const bytes = Buffer.from(memory() ?? new ArrayBuffer());
        const [first = NO_BYTES, last = first, longest = last] = pairs.map((pair) =>
          partOf(bytes, values, pair),
        );
        if (name === "random") crypto.getRandomValues(first.subarray(0, 65_536));
        if (name === "output_write") taken.names.add(String(first));
        note(name, longest.length);
        return answerOf(result);
      };
    },
  };
}

function partOf(
  bytes: Buffer<ArrayBuffer>,
  values: readonly (number | bigint)[],
  [pointer, length]: readonly [number, number],
): Buffer<ArrayBuffer> {
  const start = Number(values[pointer]);
  return bytes.subarray(start, start + Number(values[length]));
}

function answerOf(type: string | undefined): number | bigint | undefined {
  if (type === undefined) return undefined;
  return type === "i64" ? 0n : 0;
}

import type { Rng } from "@icn-mesh/core";
import type { DiskContent, DiskOperation } from "./disk-operation.ts";

/** A disk to which operations are applied one by one, and which can lose power after any of them. */
export interface SimulatedDisk {
  apply(operation: DiskOperation): void;
  /** What there is when nothing was lost, as after the end of a process. */
  whole(): DiskContent;
  /**
   * What there may be after a power cut: of every sector and every name that was not synced the old or the new
   * state, and of some sectors a part of each.
   */
  crash(rng: Rng): DiskContent;
}

const SECTOR = 512;
const NOTHING = new Uint8Array(0);
/** No file has this number. */
const NOWHERE = -1;

interface FileState {
  durable: Uint8Array;
  now: Uint8Array;
}

/** A disk with this content, all of it durable. */
export function createSimulatedDisk(content: DiskContent = new Map()): SimulatedDisk {
  const files = new Map<number | string, FileState>();
  const names = new Map<string, number | string>();
  for (const [name, bytes] of content) {
    files.set(name, { durable: bytes, now: bytes });
    names.set(name, name);
  }
  let durableNames = new Map(names);

  function change(file: number, to: (now: Uint8Array) => Uint8Array): void {
    const state = files.get(file);
    if (state !== undefined) state.now = to(state.now);
  }

  function apply(operation: DiskOperation): void {
    switch (operation.do) {
      case "create":
        files.set(operation.file, { durable: new Uint8Array(0), now: new Uint8Array(0) });
        names.set(operation.name, operation.file);
        break;
      case "write":
        change(operation.file, (now) => written(now, operation.at, operation.bytes));
        break;
      case "truncate":
        change(operation.file, (now) => resized(now, operation.size));
        break;
      case "sync": {
        const state = files.get(operation.file);
        if (state !== undefined) state.durable = state.now;
        break;
      }
      case "rename":
        names.set(operation.to, names.get(operation.from) ?? operation.from);
        names.delete(operation.from);
        break;
      case "remove":
        names.delete(operation.name);
        break;
      case "sync directory":
        durableNames = new Map(names);
    }
  }

  return {
    apply,
    whole: () => new Map([...names].map(([name, file]) => [name, files.get(file)?.now ?? NOTHING])),
    crash(rng) {
      const left = new Map<string, Uint8Array>();
      for (const name of new Set([...names.keys(), ...durableNames.keys()])) {
        const state = files.get((rng.below(2) === 0 ? names : durableNames).get(name) ?? NOWHERE);
        if (state !== undefined) left.set(name, survivors(state, rng));
      }
      return left;
    },
  };
}

function written(now: Uint8Array, at: number, bytes: Uint8Array): Uint8Array {
  const next = resized(now, Math.max(now.length, at + bytes.length));
  next.set(bytes, at);
  return next;
}

function resized(now: Uint8Array, size: number): Uint8Array {
  const next = new Uint8Array(size);
  next.set(now.subarray(0, size));
  return next;
}

function survivors({ durable, now }: FileState, rng: Rng): Uint8Array {
  if (durable === now) return now;
  const left = resized(rng.below(2) === 0 ? durable : now, rng.below(2) === 0 ? durable.length : now.length);
  for (let at = 0; at < left.length; at += SECTOR) {
    const end = Math.min(at + SECTOR, left.length);
    const [before, after] = [sector(durable, at, end), sector(now, at, end)];
    left.set(survivor(before, after, rng), at);
  }
  return left;
}

function sector(bytes: Uint8Array, at: number, end: number): Uint8Array {
  return resized(bytes.subarray(at, end), end - at);
}

/** Kept, dropped, torn with the new part first, or torn with the new part last. */
function survivor(before: Uint8Array, after: Uint8Array, rng: Rng): Uint8Array {
  const fate = rng.below(4);
  if (fate === 0) return after;
  if (fate === 1) return before;
  const cut = rng.below(after.length + 1);
  const [first, last] = fate === 2 ? [after, before] : [before, after];
  const torn = resized(last, last.length);
  torn.set(first.subarray(0, cut));
  return torn;
}

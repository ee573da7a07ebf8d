import type { BodyScan } from "./body-scan.ts";

/** What a call costs in words of stack beside its locals and operands: return address, instance, spilled registers. */
const FRAME_WORDS = 8;

/** A function that calls nothing may have as many words as this without asking. */
const RED_ZONE_WORDS = 64;

/** Fuel that a function without calls and loops may take before anybody checks. */
const UNCHECKED_FUEL = 64;

/** What a function has to ask for on entry. */
export interface Frame {
  /** Words of stack, the same on every machine: engines use less of it, or a few times as much. */
  readonly words: number;
  /** False where it fits into what is set aside for the last call. */
  readonly asksForStack: boolean;
  /** False where it is too short to matter; whoever calls it checks. */
  readonly checksFuel: boolean;
}

/** The frame of a function: locals and the most operands at a time, vectors counting twice. */
export function frameOf(scan: BodyScan & { readonly locals: number }): Frame {
  const values = scan.locals + scan.maxHeight;
  const words = FRAME_WORDS + values * (scan.hasVectors ? 2 : 1);
  const asksForStack = scan.hasCalls || words > RED_ZONE_WORDS;
  const isShort = !scan.hasLoops && !scan.hasLengths && scan.totalCost <= UNCHECKED_FUEL;
  return { words, asksForStack, checksFuel: asksForStack || !isShort };
}

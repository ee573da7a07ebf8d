import type { ByteCursor } from "./byte-cursor.ts";
import type { ModuleShape } from "./module-shape.ts";

/** What is to be inserted into a body, each at its offset. */
export const EDIT = {
  /** Before a call: says how deep the stack is. */
  beforeCall: 1,
  /** After a call: learns how much fuel it left. */
  afterCall: 2,
  /** Before an instruction that moves as many bytes as the operand on top says. */
  payBytes: 3,
  /** Before one that moves as many elements. */
  payElements: 4,
  /** In place of `memory.grow`; the argument is where the code goes on. */
  growMemory: 5,
  /** After `table.grow`. */
  noteGrowth: 6,
  /** After an instruction that may have given a NaN; the argument is its shape. */
  canonicalise: 7,
  /** Before the end of a function that paid without telling. */
  tell: 8,
  /** The following take flags, and a price as their argument. At the head of a straight line. */
  charge: 16,
  /** In place of a `br_if`: pays on the way to its target. */
  payOnBranch: 17,
  /** Before the end of an if without else: pays in the else. */
  payInElse: 18,
} as const;

/** Added to the last three edits. */
export const CHARGE = {
  /** Stops the guest that has nothing left. */
  check: 32,
  /** Tells the global how much is left, so that a trap or a call finds it right. */
  tell: 64,
  /** Begins with what the caller left. */
  enter: 128,
} as const;

/** A place that branches can go to, while what it encloses is scanned. */
export interface Label {
  readonly kind: "function" | "block" | "loop" | "if";
  /** Operands below it. */
  readonly height: number;
  readonly params: number;
  readonly results: number;
  /** True where nothing reaches it. */
  readonly dead: boolean;
  /** The innermost loop that it is in or that it is, as an index of labels; -1 outside loops. */
  readonly loop: number;
  /** What arrives at its end by branches and at the end of its first arm; undefined while nothing does. */
  arrival: Arrival | undefined;
  /** What leaves the line before an if, for the arm that begins later. */
  fork: Fork | undefined;
  hasElse: boolean;
}

/** What is known of the fuel where a line begins, whichever way one came. */
export interface Arrival {
  /** How much of what was paid the global may not know. */
  readonly lag: number;
  /** The edits that would have to tell instead of a line that pays nothing; undefined where that would cost more. */
  readonly payers: readonly number[] | undefined;
}

/** A price that a line was spared because both lines after it pay it, and whether they have to check for it. */
export interface Fork extends Arrival {
  readonly due: number;
  readonly check: boolean;
}

/** The scan of one body: what it found up to here. */
export interface BodyScan {
  readonly cursor: ByteCursor;
  readonly shape: ModuleShape;
  readonly deterministic: boolean;
  /** Triples of offset, kind and argument, in the order of the offsets. */
  readonly edits: number[];
  readonly labels: Label[];
  /** Where in `edits` the charge of the current straight line is; -1 in dead code. */
  line: number;
  cost: number;
  arrival: Arrival;
  /** True if the current line can trap or call. */
  mayStop: boolean;
  /** True if the current line calls, so that somebody else has to know how much is left. */
  calls: boolean;
  height: number;
  maxHeight: number;
  /** Fuel of all instructions together. */
  totalCost: number;
  /** Places that pay. */
  payments: number;
  /** Labels, and places that branch to them. */
  branches: number;
  hasLoops: boolean;
  hasCalls: boolean;
  /** True where it pays for lengths, which may be any. */
  hasLengths: boolean;
  hasVectors: boolean;
  /** A bit for each shape of NaN that was seen. */
  nanShapes: number;
}

/** True in code that nothing reaches. */
export function isDead(scan: BodyScan): boolean {
  return scan.line < 0;
}

/** Takes operands away and puts others in their place. */
export function moveHeight(scan: BodyScan, takes: number, gives: number): void {
  scan.height += gives - takes;
  if (scan.height > scan.maxHeight) scan.maxHeight = scan.height;
}

import { type BodyScan, EDIT, isDead, moveHeight } from "./body-scan.ts";
import { type ByteCursor, readCount, readU32, refuse, skipLeb } from "./byte-cursor.ts";
import { BULK_PREFIX, SIMD_PREFIX } from "./instruction-row.ts";
import {
  BLIND_OF,
  CODES,
  COST_OF,
  FLOAT_OF,
  GIVES_OF,
  NAN_OF,
  TAKES_OF,
  TRAPS_OF,
} from "./instruction-table.ts";
import { MODULE_BOUNDS } from "./module-bounds.ts";
import type { ModuleShape, Span } from "./module-shape.ts";
import type { Uncapturable } from "./prepared-module.ts";
import { scanBranch, scanBranchIf, scanBranchTable } from "./scan-branches.ts";
import { openFunction, scanCall, scanElse, scanEnd, scanLeaving, scanOpening } from "./scan-control.ts";
import { readInstruction, skipImmediates } from "./skip-immediates.ts";
import { NOTHING_PAID } from "./straight-lines.ts";
import { readValueType } from "./value-type.ts";

/** What is known of a function beside its body. */
export interface FunctionPlace {
  readonly shape: ModuleShape;
  readonly type: number;
  readonly body: Span;
  readonly deterministic: boolean;
}

/** A body that was scanned, and what is to be known of its locals to add some. */
export interface ScannedBody extends BodyScan {
  /** Parameters and locals. */
  readonly locals: number;
  /** Where the groups of locals are, how many, and where the code begins. */
  readonly groups: Span;
  readonly groupCount: number;
  readonly end: number;
}

/** Finds out what has to be inserted where into one body. The cursor keeps the refusal, if there is one. */
export function scanBody(cursor: ByteCursor, place: FunctionPlace): ScannedBody {
  const { shape, type, body, deterministic } = place;
  cursor.at = body.start;
  const signature = shape.types[type] ?? { params: [], results: [] };
  const vectors = [...signature.params, ...signature.results].includes("v128");
  const locals = readLocals(cursor, signature.params.length);
  const scan = emptyScan({ cursor, shape, deterministic, hasVectors: vectors || locals.hasVectors });
  openFunction(scan, signature.results.length);
  while (cursor.at < body.end && cursor.refusal === undefined) scanInstruction(scan);
  const work = locals.count * scan.branches;
  shape.compileWork += work;
  if (work > MODULE_BOUNDS.functionWork || shape.compileWork > MODULE_BOUNDS.compileWork) {
    refuse(cursor, "too-many", "locals in functions with so many branches");
  }
  return {
    ...scan,
    locals: locals.count,
    groups: locals.groups,
    groupCount: locals.groupCount,
    end: body.end,
  };
}

function readLocals(cursor: ByteCursor, params: number) {
  const groupCount = readCount(cursor, "groups of locals", MODULE_BOUNDS.locals);
  const start = cursor.at;
  let count = params;
  let hasVectors = false;
  for (let index = 0; index < groupCount && cursor.refusal === undefined; index++) {
    count += readCount(cursor, "locals", MODULE_BOUNDS.locals - count);
    hasVectors = readValueType(cursor) === "v128" || hasVectors;
  }
  return { count, hasVectors, groupCount, groups: { start, end: cursor.at } };
}

function emptyScan(known: Pick<BodyScan, "cursor" | "shape" | "deterministic" | "hasVectors">): BodyScan {
  return {
    ...known,
    edits: [],
    labels: [],
    line: -1,
    cost: 0,
    arrival: NOTHING_PAID,
    mayStop: false,
    calls: false,
    height: 0,
    maxHeight: 0,
    totalCost: 0,
    payments: 0,
    branches: 0,
    hasLoops: false,
    hasCalls: false,
    hasLengths: false,
    nanShapes: 0,
  };
}

function scanInstruction(scan: BodyScan): void {
  const { cursor, shape } = scan;
  const at = cursor.at;
  const code = readInstruction(cursor);
  if (FLOAT_OF[code]) shape.usesFloats = true;
  if (!isDead(scan)) {
    const cost = COST_OF[code] as number;
    scan.cost += cost;
    scan.totalCost += cost;
    if (TRAPS_OF[code]) scan.mayStop = true;
    if (code >= SIMD_PREFIX) scan.hasVectors = true;
    moveHeight(scan, TAKES_OF[code] as number, GIVES_OF[code] as number);
  }
  const handle = HANDLERS[code];
  if (handle !== undefined) handle(scan, at);
  else skipImmediates(cursor, code);
  if (NAN_OF[code] && scan.deterministic && !isDead(scan)) canonicaliseAfter(scan, code);
}

/** A NaN that only goes into the next instruction, which does not tell one from another, may stay as it is. */
function canonicaliseAfter(scan: BodyScan, code: number): void {
  const { cursor } = scan;
  const at = cursor.at;
  const next = readInstruction(cursor);
  cursor.at = at;
  const shape = NAN_OF[code] as number;
  if (BLIND_OF[next] || NAN_OF[next] === shape) return;
  scan.edits.push(at, EDIT.canonicalise, shape);
  scan.nanShapes |= 1 << shape;
}

type Handler = (scan: BodyScan, at: number) => void;

/** Instructions of which more has to be known than their row in the table. */
const HANDLERS = handlers([
  [0x00, scanLeaving],
  [0x02, (scan) => scanOpening(scan, "block")],
  [0x03, (scan) => scanOpening(scan, "loop")],
  [0x04, (scan) => scanOpening(scan, "if")],
  [0x05, scanElse],
  [0x0b, scanEnd],
  [0x0c, scanBranch],
  [0x0d, scanBranchIf],
  [0x0e, scanBranchTable],
  [0x0f, scanLeaving],
  [0x10, scanDirectCall],
  [0x11, scanIndirectCall],
  [0x26, withoutCapture("table-changes")],
  [0x40, scanGrow],
  [BULK_PREFIX + 8, scanLength(EDIT.payBytes)],
  [BULK_PREFIX + 9, withoutCapture("dropped-segments")],
  [BULK_PREFIX + 10, scanLength(EDIT.payBytes)],
  [BULK_PREFIX + 11, scanLength(EDIT.payBytes)],
  [BULK_PREFIX + 12, scanTableLength],
  [BULK_PREFIX + 13, withoutCapture("dropped-segments")],
  [BULK_PREFIX + 14, scanTableLength],
  [BULK_PREFIX + 15, scanTableGrow],
  [BULK_PREFIX + 17, scanTableLength],
]);

function handlers(rows: readonly (readonly [number, Handler])[]): readonly (Handler | undefined)[] {
  const byCode: (Handler | undefined)[] = Array.from({ length: CODES });
  for (const [code, handler] of rows) byCode[code] = handler;
  return byCode;
}

function scanDirectCall(scan: BodyScan, at: number): void {
  scanCall(scan, at, scan.shape.functions[readU32(scan.cursor)] ?? 0);
}

function scanIndirectCall(scan: BodyScan, at: number): void {
  const type = readU32(scan.cursor);
  skipLeb(scan.cursor);
  scanCall(scan, at, type);
}

function scanGrow(scan: BodyScan, at: number): void {
  skipLeb(scan.cursor);
  if (isDead(scan)) return;
  scan.hasLengths = true;
  scan.calls = true;
  scan.edits.push(at, EDIT.growMemory, scan.cursor.at);
}

function scanLength(edit: number): Handler {
  return (scan, at) => {
    skipOperands(scan, at);
    if (isDead(scan)) return;
    scan.hasLengths = true;
    scan.calls = true;
    scan.edits.push(at, edit, 0);
  };
}

function scanTableLength(scan: BodyScan, at: number): void {
  scan.shape.uncapturable ??= "table-changes";
  scanLength(EDIT.payElements)(scan, at);
}

function scanTableGrow(scan: BodyScan, at: number): void {
  scanTableLength(scan, at);
  if (!isDead(scan)) scan.edits.push(scan.cursor.at, EDIT.noteGrowth, 0);
}

function withoutCapture(reason: Uncapturable): Handler {
  return (scan, at) => {
    scan.shape.uncapturable ??= reason;
    skipOperands(scan, at);
  };
}

function skipOperands(scan: BodyScan, at: number): void {
  scan.cursor.at = at;
  skipImmediates(scan.cursor, readInstruction(scan.cursor));
}

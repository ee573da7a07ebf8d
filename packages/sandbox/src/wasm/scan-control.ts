import {
  type Arrival,
  type BodyScan,
  CHARGE,
  EDIT,
  type Fork,
  isDead,
  type Label,
  moveHeight,
} from "./body-scan.ts";
import { readByte, readU32, refuse } from "./byte-cursor.ts";
import { MODULE_BOUNDS } from "./module-bounds.ts";
import type { Signature } from "./module-interface.ts";
import {
  arriveAt,
  closeFork,
  closeLine,
  innermostLoop,
  NOTHING_PAID,
  openArm,
  openLine,
  payAt,
  tellAt,
} from "./straight-lines.ts";
import { readValueType } from "./value-type.ts";

const NOTHING: Signature = { params: [], results: [] };
const NEW_LABEL = { arrival: undefined, fork: undefined, hasElse: false };

/** Opens the label of the function itself and its first line. */
export function openFunction(scan: BodyScan, results: number): void {
  scan.labels.push({ ...NEW_LABEL, kind: "function", height: 0, params: 0, results, dead: false, loop: -1 });
  openLine(scan, NOTHING_PAID, CHARGE.enter | CHARGE.check);
}

/** Opens the label of a block, a loop or an if. */
export function scanOpening(scan: BodyScan, kind: "block" | "loop" | "if"): void {
  const { params, results } = readBlockType(scan);
  const dead = isDead(scan);
  const loop = kind === "loop" ? scan.labels.length : innermostLoop(scan);
  const fork = kind === "if" && !dead ? closeFork(scan) : undefined;
  scan.labels.push({ ...NEW_LABEL, kind, height: scan.height - params, params, results, dead, loop, fork });
  scan.branches += 1;
  if (scan.labels.length > MODULE_BOUNDS.nesting) {
    refuse(scan.cursor, "too-many", `blocks within blocks; ${MODULE_BOUNDS.nesting} at most`);
  }
  if (fork !== undefined) openArm(scan, fork);
  if (kind === "loop" && !dead) openLoop(scan);
}

/** At the head of a loop the global is at most `FUEL_LAG` behind, or it is told there. */
function openLoop(scan: BodyScan): void {
  scan.hasLoops = true;
  const { payers } = closeLine(scan);
  openLine(scan, { lag: 0, payers }, CHARGE.check);
}

function readBlockType(scan: BodyScan): { readonly params: number; readonly results: number } {
  const { cursor, shape } = scan;
  const first = cursor.bytes[cursor.at] as number;
  if (first === 0x40) {
    readByte(cursor);
    return { params: 0, results: 0 };
  }
  if (first >= 0x41 && first < 0x80) {
    readValueType(cursor);
    return { params: 0, results: 1 };
  }
  const { params, results } = shape.types[readU32(cursor)] ?? NOTHING;
  return { params: params.length, results: results.length };
}

/** Leaves one arm of an if for the other. */
export function scanElse(scan: BodyScan): void {
  const label = scan.labels[scan.labels.length - 1] as Label;
  label.hasElse = true;
  if (!isDead(scan)) arriveAt(label, closeLine(scan));
  if (label.fork === undefined) return;
  scan.height = label.height + label.params;
  openArm(scan, label.fork);
}

/** Closes a label. Only where several ways meet does another line begin. */
export function scanEnd(scan: BodyScan): void {
  const label = scan.labels.pop() as Label;
  if (label.kind === "function") endFunction(scan);
  else endLabel(scan, label);
}

function endLabel(scan: BodyScan, label: Label): void {
  if (!isDead(scan)) moveHeight(scan, scan.height, label.height + label.results);
  if (label.fork !== undefined && !label.hasElse) arriveAt(label, passElse(scan, label.fork));
  if (label.arrival === undefined) return;
  if (!isDead(scan)) arriveAt(label, closeLine(scan));
  moveHeight(scan, scan.height, label.height + label.results);
  openLine(scan, label.arrival);
}

/** An if without else gets one that pays, if something is due there. */
function passElse(scan: BodyScan, fork: Fork): Arrival {
  if (fork.due === 0) return fork;
  const edit = scan.edits.length;
  scan.edits.push(scan.cursor.at - 1, EDIT.payInElse | (fork.check ? CHARGE.check : 0), fork.due);
  return payAt(scan, edit, { arrival: fork, cost: fork.due, tells: false });
}

/** What was paid has to be told at last: by the line that ends here, or by those that paid before it. */
function endFunction(scan: BodyScan): void {
  if (isDead(scan)) return;
  const { payers } = closeLine(scan, true);
  if (payers === undefined) scan.edits.push(scan.cursor.at - 1, EDIT.tell, 0);
  else for (const payer of payers) tellAt(scan, payer);
}

/** `return` and `unreachable`. */
export function scanLeaving(scan: BodyScan): void {
  if (!isDead(scan)) closeLine(scan, true);
}

/** A call of a function of this type. */
export function scanCall(scan: BodyScan, at: number, type: number): void {
  if (isDead(scan)) return;
  const { params, results } = scan.shape.types[type] ?? NOTHING;
  moveHeight(scan, params.length, results.length);
  scan.hasCalls = true;
  scan.calls = true;
  scan.edits.push(at, EDIT.beforeCall, 0, scan.cursor.at, EDIT.afterCall, 0);
}

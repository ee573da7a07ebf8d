import { type BodyScan, CHARGE, EDIT, isDead, type Label } from "./body-scan.ts";
import { readCount, readU32 } from "./byte-cursor.ts";
import { MODULE_BOUNDS } from "./module-bounds.ts";
import {
  arriveAt,
  closeConditional,
  closeFork,
  closeLine,
  innermostLoop,
  lineChecks,
  openArm,
  openLine,
  payAt,
} from "./straight-lines.ts";

/** `br`. */
export function scanBranch(scan: BodyScan): void {
  const label = target(scan, readU32(scan.cursor));
  if (isDead(scan)) return;
  const arrival = closeLine(scan, label?.kind === "function");
  if (label !== undefined) arriveAt(label, arrival);
}

/** `br_table`. */
export function scanBranchTable(scan: BodyScan): void {
  const { cursor } = scan;
  const targets: (Label | undefined)[] = [];
  for (let left = readCount(cursor, "targets", MODULE_BOUNDS.targets); left >= 0; left--) {
    targets.push(target(scan, readU32(cursor)));
  }
  if (isDead(scan)) return;
  const leaves = targets.some((label) => label?.kind === "function");
  const arrival = leaves ? closeLine(scan, true) : closeConditional(scan);
  for (const label of new Set(targets)) if (label !== undefined) arriveAt(label, arrival);
}

/** `br_if`: where the branch can be made to pay, the line that goes on pays for the line before it. */
export function scanBranchIf(scan: BodyScan, at: number): void {
  const depth = readU32(scan.cursor);
  const label = target(scan, depth);
  if (isDead(scan) || label === undefined) return;
  const leaves = label.kind === "function";
  const canPay = label.kind !== "loop" && label.results === 0;
  if (canPay && !scan.mayStop && scan.cost > 0 && isSpared(scan, depth)) putOff(scan, label, at);
  else payBefore(scan, label, leaves && canPay ? at : -1);
}

/** The line does not pay: the branch does, and the line that goes on. */
function putOff(scan: BodyScan, label: Label, at: number): void {
  const fork = closeFork(scan);
  const edit = scan.edits.length;
  scan.edits.push(at, EDIT.payOnBranch, fork.due);
  const tells = label.kind === "function";
  arriveAt(label, payAt(scan, edit, { arrival: fork, cost: fork.due, tells }));
  openArm(scan, fork);
}

/** The line pays. If the branch leaves the function, it tells by itself where it can, which is at `at`. */
function payBefore(scan: BodyScan, label: Label, at: number): void {
  const leaves = label.kind === "function" && at < 0;
  const arrival = leaves ? closeLine(scan, true) : closeConditional(scan);
  if (at >= 0 && arrival.lag > 0) scan.edits.push(at, EDIT.payOnBranch | CHARGE.tell, 0);
  arriveAt(label, arrival);
  openLine(scan, arrival);
}

/** A check can be put off only if the branch leaves the loop that it is for. */
function isSpared(scan: BodyScan, depth: number): boolean {
  return !lineChecks(scan) || scan.labels.length - 1 - depth < innermostLoop(scan) || innermostLoop(scan) < 0;
}

/** The label of a branch. */
function target(scan: BodyScan, depth: number): Label | undefined {
  scan.branches += 1;
  return scan.labels[scan.labels.length - 1 - depth];
}

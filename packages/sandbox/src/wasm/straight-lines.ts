import { type Arrival, type BodyScan, CHARGE, EDIT, type Fork, type Label } from "./body-scan.ts";
import { FUEL_LAG } from "./fuel-costs.ts";

// A straight line is code that runs as a whole, unless it traps: it pays at its head for all of it. Paying changes a
// local; telling the global costs several times as much, so a line tells only where somebody could see the difference,
// and is spared even the paying where the lines that follow can do it.

/** Where nothing was paid yet. */
export const NOTHING_PAID: Arrival = { lag: 0, payers: [] };

/** More payers than this are not followed. */
const MOST_PAYERS = 8;

/** Opens a line at the cursor. */
export function openLine(scan: BodyScan, arrival: Arrival, flags = 0): void {
  scan.line = scan.edits.length;
  scan.edits.push(scan.cursor.at, EDIT.charge | flags, 0);
  scan.cost = 0;
  scan.arrival = arrival;
  scan.mayStop = false;
  scan.calls = false;
}

/** Opens a line after a fork: it pays what is due besides its own price. */
export function openArm(scan: BodyScan, fork: Fork): void {
  openLine(scan, fork, fork.check ? CHARGE.check : 0);
  scan.cost = fork.due;
}

/** Settles the price of the line that ends here and says what the lines after it find. */
export function closeLine(scan: BodyScan, leaves = false): Arrival {
  const { line, cost, edits, arrival } = scan;
  scan.line = -1;
  if (cost === 0) return arrival;
  edits[line + 2] = cost;
  return payAt(scan, line, { arrival, cost, tells: scan.calls || leaves });
}

/** What an edit pays, what it found, and whether somebody else has to know. */
export interface Payment {
  readonly arrival: Arrival;
  readonly cost: number;
  readonly tells: boolean;
}

/** Notes that the edit pays. It tells, too, if it must, or if the global would otherwise be too far behind. */
export function payAt(scan: BodyScan, edit: number, { arrival, cost, tells }: Payment): Arrival {
  const lag = arrival.lag + cost;
  scan.payments += 1;
  if (!tells && lag <= FUEL_LAG) return { lag, payers: [edit] };
  tellAt(scan, edit);
  return NOTHING_PAID;
}

/** Makes the edit tell. */
export function tellAt({ edits }: BodyScan, edit: number): void {
  edits[edit + 1] = (edits[edit + 1] as number) | CHARGE.tell;
}

/**
 * Ends a line that forks. If it cannot stop, it does not pay and each of the two lines after it pays for both: nobody
 * sees the fuel between its beginning and the fork.
 */
export function closeFork(scan: BodyScan): Fork {
  const { line, cost, edits, arrival } = scan;
  if (scan.mayStop || cost === 0) return { ...closeConditional(scan), due: 0, check: false };
  const flags = edits[line + 1] as number;
  edits[line + 1] = flags & ~CHARGE.check;
  scan.line = -1;
  return { ...arrival, due: cost, check: (flags & CHARGE.check) !== 0 };
}

/** Ends a line that pays before a fork. In a loop it runs more often than its arms do, so that they have to tell. */
export function closeConditional(scan: BodyScan): Arrival {
  const arrival = closeLine(scan);
  return arrival.payers?.length === 0 || innermostLoop(scan) < 0
    ? arrival
    : { ...arrival, payers: undefined };
}

/** The innermost loop around the cursor, as an index of labels; -1 if there is none. */
export function innermostLoop({ labels }: BodyScan): number {
  return labels[labels.length - 1]?.loop ?? -1;
}

/** True if the line checks for fuel at its head. */
export function lineChecks({ edits, line }: BodyScan): boolean {
  return ((edits[line + 1] as number) & CHARGE.check) !== 0;
}

/** Notes a way to the end of a label. */
export function arriveAt(label: Label, arrival: Arrival): void {
  label.arrival = label.arrival === undefined ? arrival : merge(label.arrival, arrival);
}

function merge(one: Arrival, other: Arrival): Arrival {
  const lag = Math.max(one.lag, other.lag);
  if (one.payers === undefined || other.payers === undefined) return { lag, payers: undefined };
  const payers = [...one.payers, ...other.payers];
  return { lag, payers: payers.length > MOST_PAYERS ? undefined : payers };
}

import type { AnyBody, Assignment, Cid, Did, ExecutionReceipt, Signed, Storage } from "@icn-mesh/core";
import { liveAttempts } from "@icn-mesh/mesh";
import type { JobBook } from "../job/job-book.ts";
import { readWhole } from "../payloads/read-whole.ts";
import { decodeLines, type LoggedLine } from "./log-lines.ts";
import { type LogPiece, piecesOf } from "./log-pieces.ts";
import { LOG_BYTES } from "./log-segment.ts";

/** A line of a job's log, and which attempt it is from. */
export interface JobLogLine extends LoggedLine {
  /** Where it stands among the lines of the job; `after` takes it. */
  readonly position: string;
  readonly replica: number;
  readonly attempt: number;
  readonly executor: Did;
}

/** Reads the logs of one job, further with each call. */
export interface LogReader {
  /** What is new, up to the first attempt that may yet log more; in the last call, whatever is here. */
  read(book: JobBook, isLast: boolean): AsyncGenerator<JobLogLine, void, undefined>;
}

/** Behind a line: which attempt, which of its runs, and how many lines of that are before. */
interface Place {
  readonly attempt: number;
  readonly run: number;
  readonly line: number;
}

/** What was read of the run that was read last. */
interface ReadRun {
  readonly of: string;
  readonly first: Cid | undefined;
  readonly pieces: number;
  readonly lines: number;
}

const BEGINNING: Place = { attempt: 0, run: 0, line: -1 };

/** A reader that begins after a position, or at the beginning. */
export function createLogReader(storage: Pick<Storage, "get" | "refs">, after?: string): LogReader {
  let place = placeIn(after);
  let seen: ReadRun | undefined;

  async function* readRun(
    { cid, body }: Signed<Assignment>,
    run: number,
    pieces: readonly LogPiece[],
  ): AsyncGenerator<JobLogLine, void, undefined> {
    const start = startIn(seen, `${cid} ${run}`, pieces);
    let { lines } = start;
    for await (const line of linesIn(storage, pieces.slice(start.pieces))) {
      const here = { attempt: place.attempt, run, line: lines++ };
      if (!isBehind(here, place)) continue;
      place = here;
      const { replica, attempt, executor } = body;
      yield { ...line, position: positionOf(here), replica, attempt, executor };
    }
    seen = { ...start, pieces: pieces.length, lines };
  }

  async function* readRuns(
    assignment: Signed<Assignment>,
    pieces: readonly LogPiece[],
  ): AsyncGenerator<JobLogLine, void, undefined> {
    for (const [run, those] of Map.groupBy(pieces, (piece) => piece.run))
      if (run >= place.run) yield* readRun(assignment, run, those);
  }

  return {
    async *read(book, isLast) {
      const assignments = [...book.facts.values()].filter(isAssignment);
      for (const assignment of assignments.slice(place.attempt)) {
        const pieces = await piecesOf(storage, assignment.cid);
        yield* readRuns(assignment, pieces);
        if (!isLast && !isComplete(book, assignment.cid, pieces)) return;
        place = { ...BEGINNING, attempt: place.attempt + 1 };
      }
    },
  };
}

/** What was read of a run before; from its beginning again where the whole has taken the place of its segments. */
function startIn(seen: ReadRun | undefined, of: string, [head]: readonly LogPiece[]): ReadRun {
  const first = head?.cid;
  return seen?.of === of && seen.first === first ? seen : { of, first, pieces: 0, lines: 0 };
}

async function* linesIn(
  storage: Pick<Storage, "get">,
  pieces: readonly LogPiece[],
): AsyncGenerator<LoggedLine, void, undefined> {
  for (const { cid } of pieces) yield* decodeLines(await readWhole(storage, cid, 2 * LOG_BYTES));
}

function isAssignment(fact: Signed<AnyBody>): fact is Signed<Assignment> {
  return fact.body.t === "icn/assign/1";
}

/** True once there will be no more lines of an attempt: it was given up, or its receipt's log is here. */
function isComplete({ facts, state }: JobBook, assignment: Cid, pieces: readonly LogPiece[]): boolean {
  const receipt = [...facts.values()].findLast(
    (fact): fact is Signed<ExecutionReceipt> =>
      fact.body.t === "icn/receipt/1" && fact.body.assignment === assignment,
  );
  if (receipt !== undefined) return receipt.body.logs === null || receipt.body.logs === pieces.at(-1)?.cid;
  return !liveAttempts(state).some((live) => live.assignment === assignment);
}

function isBehind({ run, line }: Place, before: Place): boolean {
  return run > before.run || (run === before.run && line > before.line);
}

function positionOf({ attempt, run, line }: Place): string {
  return `${attempt}.${run}.${line}`;
}

function placeIn(position: string | undefined): Place {
  const [, attempt, run, line] = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})$/.exec(position ?? "") ?? [];
  return line === undefined ? BEGINNING : { attempt: Number(attempt), run: Number(run), line: Number(line) };
}

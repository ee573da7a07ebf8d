import { type Cid, cidOf, type Did, type ExecutionReceipt, type Signed } from "@icn-mesh/core";
import { DagError } from "@icn-mesh/dag";
import { JOB_DEFAULTS } from "@icn-mesh/mesh";
import type { JobDesk } from "../manager/job-desk.ts";
import { fetchInTime } from "../network/fetch-in-time.ts";
import { joinBytes } from "../payloads/join-bytes.ts";
import { readWhole } from "../payloads/read-whole.ts";
import type { Task } from "../tasks/keyed-tasks.ts";
import { pieceName, piecesOf } from "./log-pieces.ts";
import { LOG_BYTES } from "./log-segment.ts";

/** What a file takes besides its content. */
const OVERHEAD_BYTES = 64 * 1024;
const MOST_BYTES = LOG_BYTES + OVERHEAD_BYTES;

/** The logs that the receipts of a job name. Each takes the place of the segments that came before it. */
export interface WholeLogs {
  /** False until each is here, or cannot be had: so long the job stays in the working set. */
  readonly isDone: boolean;
  readonly tasks: readonly Task[];
}

/** None kept yet; `grown` is told when one has come, or is given up. */
export function createWholeLogs(desk: JobDesk, grown: () => void): WholeLogs {
  const done = new Set<Cid>(); // at most one for each attempt

  async function keep(log: NamedLog, signal: AbortSignal): Promise<void> {
    await keepWhole(desk, log, signal);
    signal.throwIfAborted();
    done.add(log.logs);
    grown();
    desk.money.changed(); // the job may have waited for this to be finished
  }

  return {
    get isDone() {
      return namedLogs(desk).every(({ logs }) => done.has(logs));
    },
    get tasks() {
      return namedLogs(desk).map((log) => ({
        key: `log ${log.logs}`,
        run: (signal: AbortSignal) => keep(log, signal),
      }));
    },
  };
}

function namedLogs({ book }: JobDesk): readonly NamedLog[] {
  return [...book.facts.values()].flatMap((fact) => {
    if (fact.body.t !== "icn/receipt/1" || fact.body.logs === null) return [];
    return [{ receipt: fact as Signed<ExecutionReceipt>, logs: fact.body.logs }];
  });
}

interface NamedLog {
  readonly receipt: Signed<ExecutionReceipt>;
  readonly logs: Cid;
}

async function keepWhole(
  { parts }: JobDesk,
  { receipt: { body }, logs }: NamedLog,
  signal: AbortSignal,
): Promise<void> {
  const { storage } = parts;
  const pieces = await piecesOf(storage, body.assignment);
  const run = pieces.at(-1)?.run ?? 0;
  const last = pieces.filter((piece) => piece.run === run);
  if (last.length === 1 && last[0]?.cid === logs) return;
  const shown = joinBytes(await Promise.all(last.map(({ cid }) => readWhole(storage, cid, MOST_BYTES))));
  const isShown = cidOf(shown, "raw") === logs;
  const whole = isShown ? shown : await fetchWhole(parts, { logs, from: body.by }, signal);
  if (whole === undefined) return;
  const isOfRun = last.length > 0 && startsWith(whole, shown);
  const [first = { name: pieceName(body.assignment, run + 1, 0), cid: null }, ...rest] = isOfRun ? last : [];
  await storage.commit({
    blocks: isShown ? [{ codec: "raw", bytes: whole }] : [],
    refs: [
      { name: first.name, expect: first.cid, to: logs },
      ...rest.map(({ name, cid }) => ({ name, expect: cid, to: null })),
    ],
  });
}

interface Missing {
  readonly logs: Cid;
  readonly from: Did;
}

/** Undefined where the log cannot be had, or is no file. */
async function fetchWhole(
  parts: JobDesk["parts"],
  { logs, from }: Missing,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  const terms = { from: [from], signal, maxBytes: MOST_BYTES, ms: JOB_DEFAULTS.leaseMs };
  if (!(await fetchInTime(parts, [logs], terms))) return undefined;
  try {
    return await readWhole(parts.storage, logs, MOST_BYTES);
  } catch (error) {
    if (error instanceof DagError) return undefined;
    throw error;
  }
}

function startsWith(whole: Uint8Array, start: Uint8Array): boolean {
  return start.every((byte, index) => whole[index] === byte);
}

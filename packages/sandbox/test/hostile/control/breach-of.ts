import type { Bound, HostileGuest } from "../hostile-guest.ts";
import type { ControlReport } from "./control-report.ts";
import type { ControlEnd } from "./run-control.ts";

const MIB = 1024 * 1024;

/** How each bound looks when it is broken: a text, or undefined where it held. */
const BREACHES: Readonly<Record<Bound, (report: ControlReport) => string | undefined>> = {
  "ends within its deadline": () => undefined,
  "leaves the process alive": () => undefined,
  "stays off the engine's stack": ({ ended }) =>
    ended === "RangeError" ? "the engine's stack is full" : undefined,
  "has 64 MiB of memory": ({ memoryBytes }) => beyond(memoryBytes / MIB, 64, "MiB of memory"),
  "has 65 536 table elements": ({ tableElements }) => beyond(tableElements, 65_536, "table elements"),
  "takes 256 MiB of the host": ({ grownBytes }) => beyond(grownBytes / MIB, 256, "MiB taken"),
  "is refused": ({ isCompiled }) => (isCompiled ? "compiled" : undefined),
  "puts out 16 MiB": ({ bytes, stdoutBytes }) =>
    beyond((sum(bytes, "output_write", "partial_output") + stdoutBytes) / MIB, 16, "MiB put out"),
  "gives 64 outputs": ({ calls, names }) => beyond(names + sum(calls, "partial_output"), 64, "outputs"),
  "logs 256 KiB": ({ bytes }) => beyond(sum(bytes, "log") / 1024, 256, "KiB logged"),
  "reports 10 times a second": ({ calls }) => beyond(sum(calls, "progress"), 30, "reports"),
  "checkpoints once a second": ({ calls }) => beyond(sum(calls, "checkpoint"), 3, "checkpoints"),
  "calls the mesh 16 times": ({ calls }) =>
    beyond(sum(calls, "host_submit_mesh_job", "host_account_spend_mana"), 16, "calls"),
  "is stopped at a bad pointer": ({ ended }) => (ended === "returned" ? "went on" : undefined),
  "is stopped by its host": () => undefined,
  "makes 256 files": ({ files }) => beyond(files, 256, "files"),
  "sees no file of the host": ({ ended }) => (ended === "returned" ? "opened a file of the host" : undefined),
};

/** What the guest broke in a bare process; undefined where its bound held. */
export function breachOf({ bound }: HostileGuest, end: ControlEnd): string | undefined {
  if (end.type === "hung") return "did not end";
  if (end.type === "died") return `the process died: ${end.how}`;
  return BREACHES[bound](end.report);
}

function beyond(value: number, limit: number, unit: string): string | undefined {
  return value > limit ? `${Math.round(value)} ${unit}` : undefined;
}

function sum(counts: Readonly<Record<string, number>>, ...names: readonly string[]): number {
  return names.reduce((total, name) => total + (counts[name] ?? 0), 0);
}

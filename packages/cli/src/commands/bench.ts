import { availableParallelism } from "node:os";
import { arch, platform, version } from "node:process";
import { bestEngine, systemClock } from "@icn-mesh/core/node";
import { commitRates } from "../bench/commit-rates.ts";
import { guestRates } from "../bench/guest-rates.ts";
import { jobRates } from "../bench/job-rates.ts";
import type { Measurement } from "../bench/measure-rate.ts";
import { signatureRates } from "../bench/signature-rates.ts";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { usage } from "../errors.ts";
import { loadNodeConfig } from "../node/load-node-config.ts";
import { nodeDoors } from "../node/node-doors.ts";
import { columns } from "../terminal/columns.ts";

const USUAL_MS = 1000;
const MOST_MS = 60_000;

/** Measures this machine: signatures, the disk of the data directory, the sandbox, and whole jobs. */
export async function bench({ options, terminal, output }: CommandCall): Promise<ExitCode> {
  const ms = options.count("ms") ?? USUAL_MS;
  if (ms < 1 || ms > MOST_MS) throw usage(`--ms is between 1 and ${MOST_MS}, not ${ms}`);
  const { data } = await loadNodeConfig({ options, env: terminal.env }, nodeDoors().extensions);
  const engine = bestEngine();
  const pace = { clock: systemClock, ms, signal: terminal.interrupted };
  const machine = { engine: engine.name, node: version, platform, arch, cores: availableParallelism() };
  output.note(
    output.paint.dim(
      `${platform} ${arch}, ${machine.cores} cores, Node ${version}, signatures by ${engine.name}`,
    ),
  );
  const measurements: Measurement[] = [];
  for (const measure of [
    () => signatureRates(pace, engine),
    () => commitRates(pace, data),
    () => guestRates(pace),
    () => jobRates(pace, engine),
  ])
    measurements.push(...(await measure()));
  output.show({ machine, measurements }, () => columns(measurements.map(rowOf)));
  return EXIT.done;
}

function rowOf({ what, perSecond }: Measurement): string[] {
  return [what, `${rounded(perSecond)} a second`, `${rounded(1000 / perSecond)} ms each`];
}

/** Three digits say all that such a measurement knows. */
function rounded(value: number): string {
  return Number(value.toPrecision(3)).toString();
}

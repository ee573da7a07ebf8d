import { type Diagnosis, examineNode } from "@icn-mesh/node";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { CliError } from "../errors.ts";
import { loadNodeConfig } from "../node/load-node-config.ts";
import { nodeDoors } from "../node/node-doors.ts";
import type { Output } from "../terminal/output.ts";

/** Looks at everything that a node needs, says what to do, and ends with 1 where something is wrong. */
export async function doctor({ options, terminal, output }: CommandCall): Promise<ExitCode> {
  const diagnoses = await examine({ options, env: terminal.env });
  const faults = diagnoses.filter(({ status }) => status === "fault").length;
  output.show({ ok: faults === 0, diagnoses }, () =>
    [
      ...diagnoses.map((each) => lineOf(each, output)),
      faults === 0 ? "nothing is wrong" : `${faults} to put right`,
    ].join("\n"),
  );
  return faults === 0 ? EXIT.done : EXIT.negative;
}

async function examine(call: Parameters<typeof loadNodeConfig>[0]): Promise<readonly Diagnosis[]> {
  const doors = nodeDoors();
  try {
    const config = await loadNodeConfig(call, doors.extensions);
    return await examineNode(config, { places: doors.places(config) });
  } catch (error) {
    if (!(error instanceof CliError) || error.failure.code !== "CLI_CONFIG") throw error;
    const fix = "correct it; icn-mesh config reference has every setting";
    return error.failure.problems.map((says) => ({
      check: "config",
      status: "fault",
      says,
      fix,
      code: "CLI_CONFIG",
    }));
  }
}

function lineOf({ check, status, says, fix }: Diagnosis, { paint }: Output): string {
  const mark = { ok: paint.good("ok     "), warning: paint.warn("warning"), fault: paint.bad("fault  ") }[
    status
  ];
  const line = `${mark}  ${check.padEnd(10)}  ${says}`;
  return fix === undefined ? line : `${line}\n${" ".repeat(21)}→ ${fix}`;
}

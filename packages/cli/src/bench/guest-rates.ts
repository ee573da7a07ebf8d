import { systemClock } from "@icn-mesh/core/node";
import { DEFAULT_LIMITS, runLocally } from "@icn-mesh/sandbox";
import { createProcessRunner } from "@icn-mesh/sandbox/node";
import { CliError } from "../errors.ts";
import { type Measurement, measureRate, type Pace } from "./measure-rate.ts";

const STEPS = 500;

/** What runs in the sandbox: it counts, and could be stopped and go on elsewhere after each step. */
function countSteps({ args }: { readonly args: readonly string[] }) {
  let done = 0;
  return { step: () => ++done < Number(args[0]), finish: () => String(done) };
}

/** Guests from their start to their result, and steps of one, in one process of the sandbox. */
export async function guestRates(pace: Pace): Promise<readonly Measurement[]> {
  const runner = createProcessRunner({ clock: systemClock }, { processes: 1 });
  const module = new TextEncoder().encode(countSteps.toString());
  const run = async (steps: number): Promise<void> => {
    const work = { module, type: "javascript", args: [String(steps)] } as const;
    const { outcome } = await runLocally({ runner }, work, { ...DEFAULT_LIMITS, checkpointEveryMs: 60_000 });
    if (outcome.type === "failed")
      throw new CliError(`the sandbox does not work here: ${outcome.class}: ${outcome.message}`, {
        code: "CLI_SANDBOX",
        class: outcome.class,
      });
  };
  try {
    return [
      await measureRate(pace, { what: "guests in the sandbox", run: () => run(1) }),
      await measureRate(pace, { what: "steps of a guest", times: STEPS, run: () => run(STEPS) }),
    ];
  } finally {
    await runner.close();
  }
}

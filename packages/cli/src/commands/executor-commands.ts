import type { Client } from "@icn-mesh/client";
import type { CommandCall, CommandRun } from "../command-line/command-run.ts";
import { EXIT } from "../command-line/exit-code.ts";
import { nodeClient } from "../online/node-client.ts";

type Change = "drainExecutor" | "executorStatus" | "pauseExecutor" | "resumeExecutor";

/** Asks an executor how it stands. */
export const executorStatus = asking("executorStatus");
/** Lets an executor take no more work, and hand over what runs at its next checkpoint. */
export const executorDrain = asking("drainExecutor");
/** Lets an executor take and start no more work. */
export const executorPause = asking("pauseExecutor");
/** Lets an executor take work again. */
export const executorResume = asking("resumeExecutor");

function asking(name: Change): CommandRun {
  return async (call: CommandCall) => {
    const client: Pick<Client, Change> = await nodeClient(call);
    const status = await client[name]({ signal: call.terminal.interrupted });
    const { state, running, waiting } = status;
    call.output.show(status, () => `${state}; ${running} running, ${waiting} waiting`);
    return EXIT.done;
  };
}

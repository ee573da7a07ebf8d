import * as z from "zod";
import { guestStop } from "./guest-stop.ts";
import type { GuestTask } from "./guest-task.ts";
import type { GuestRun } from "./run-steps.ts";

const echoParams = z.strictObject({ payload: z.string() });

/** Answers `Echo: ` and the payload, as the original system does. */
// biome-ignore lint/correctness/useYield: it is a run like any other, and has no steps.
export function* runEcho({ params, limits }: GuestTask): GuestRun {
  const read = echoParams.safeParse(params);
  if (!read.success)
    throw guestStop("invalid-input", "an echo job has a text as its payload, and nothing else");
  const result = new TextEncoder().encode(`Echo: ${read.data.payload}`);
  if (result.length > limits.outputBytes) {
    throw guestStop("output-too-large", `more than ${limits.outputBytes} bytes of output`);
  }
  return result;
}

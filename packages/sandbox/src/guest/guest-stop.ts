import { SandboxError } from "../errors.ts";
import type { FailureClass } from "../runner.ts";

/** What to throw out of a host function so that the run ends as this class. No guest can catch it. */
export function guestStop(failureClass: FailureClass, message: string): SandboxError {
  return new SandboxError(message, { code: "SANDBOX_GUEST_STOPPED", class: failureClass });
}

/** The class that a caught error ends a run with; undefined if it was not thrown for that. */
export function stopClassOf(error: unknown): FailureClass | undefined {
  if (!(error instanceof SandboxError) || error.failure.code !== "SANDBOX_GUEST_STOPPED") return undefined;
  return error.failure.class;
}

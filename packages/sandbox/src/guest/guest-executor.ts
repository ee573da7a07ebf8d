import type { RunSession } from "../session/run-session.ts";
import type { GuestEnd } from "./guest-event.ts";
import type { GuestTask } from "./guest-task.ts";

/** A place, or several, where guests run. */
export interface GuestExecutor {
  /**
   * Runs one task. Whatever becomes of the guest and of its process is an end; it rejects only with what a listener of
   * the session threw, or with `SANDBOX_CLOSED`. Once the session's signal aborts the guest is stopped, and the end is
   * whatever was known of it.
   */
  execute(task: GuestTask, session: RunSession): Promise<GuestEnd>;
  close(): Promise<void>;
}

import type { GuestMemory } from "./guest-memory.ts";
import type { GuestOutputs } from "./guest-outputs.ts";
import type { GuestPort } from "./guest-port.ts";
import type { GuestRandom } from "./guest-random.ts";
import type { GuestReports } from "./guest-reports.ts";
import type { GuestTask } from "./guest-task.ts";

/** What the host functions of one run share. */
export interface GuestContext {
  readonly task: GuestTask;
  readonly port: GuestPort;
  readonly memory: GuestMemory;
  readonly outputs: GuestOutputs;
  readonly reports: GuestReports;
  readonly random: GuestRandom;
  /** What the author's checkpoint saved that this run goes on from. */
  readonly saved: Uint8Array | undefined;
  /** Takes fuel for a call of the host with so many bytes; ends the run as `out-of-fuel` when there is none left. */
  charge(bytes: number): void;
  /** The same for a call that wakes others: an event, or a question. */
  chargeEvent(bytes: number): void;
  /** Keeps the author's own state under an id. */
  checkpoint(checkpointId: string, saved: Uint8Array): void;
}

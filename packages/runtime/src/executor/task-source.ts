import type { Did, Resources } from "@icn-mesh/core";
import type { QueueAnswer, Reservation } from "@icn-mesh/mesh";
import type {
  FailureClass,
  GuestCheckpoint,
  GuestLog,
  GuestPartialOutput,
  GuestProgress,
  HostCalls,
  Limits,
  ResumePoint,
  RunResult,
  Work,
} from "@icn-mesh/sandbox";

/** Everything that a run needs, brought together before it starts. */
export interface GatheredWork {
  readonly work: Work;
  readonly limits: Limits;
  readonly resumeFrom?: ResumePoint;
  /** What the guest may ask of the mesh; nothing when not given. */
  readonly hostCalls?: HostCalls;
}

/**
 * The work, or that it cannot be brought together now, which is nobody's failure; of a class, where it is the fault of
 * who wants it done.
 */
export type Gathered =
  | { readonly ok: true; readonly gathered: GatheredWork }
  | { readonly ok: false; readonly message: string; readonly class?: FailureClass };

/** A piece of work from some market. Its source hears how it goes; the executor waits for what its methods resolve to. */
export interface Task {
  /** What it is known by to the executor and to its source. */
  readonly id: string;
  readonly creator: Did;
  readonly lane: number;
  readonly priority: number;
  /** When it is too late to start, on the monotonic clock. */
  readonly deadline?: number;
  readonly resources: Resources;
  /** Called once capacity is there. */
  gather(signal: AbortSignal): Promise<Gathered>;
  progress(progress: GuestProgress): void | Promise<void>;
  checkpoint(checkpoint: GuestCheckpoint): void | Promise<void>;
  partialOutput(piece: GuestPartialOutput): void | Promise<void>;
  log(line: GuestLog): void | Promise<void>;
  /** The end, whatever it was. Once resolved the result is durable, and the executor forgets it. */
  ended(result: RunResult): Promise<void>;
}

/** What an executor offers to its sources of work. */
export interface TaskDesk {
  /** What the machine can run, by kind. */
  readonly kinds: readonly string[];
  readonly resources: Resources;
  readonly isDraining: boolean;
  /** Keeps capacity free for a task that may come; false where that cannot be promised. */
  reserve(reservation: Reservation): boolean;
  /** Ends a promise. */
  release(id: string): void;
  /** Calls back whenever capacity may have become free, until the returned function is called. */
  onRoom(listener: () => void): () => void;
  offer(task: Task): QueueAnswer;
  /** Ends a task: at once, or at its next checkpoint. False if it is not here. */
  stop(id: string, how: "cancel" | "preempt"): boolean;
}

/** A market that an executor works for. The mesh is one; several can feed one machine. */
export interface TaskSource {
  readonly name: string;
  start(desk: TaskDesk): Promise<void>;
  stop(): Promise<void>;
}

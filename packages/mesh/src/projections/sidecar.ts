import type { JobStage } from "./job-stage.ts";

/** What the execution service of NSN answers when asked for the status of a task. */
export type SidecarStatus = "pending" | "queued" | "running" | "completed" | "failed" | "cancelled";

/** Each stage in the words of the execution service of NSN. */
export const SIDECAR_STATUSES: Readonly<Record<JobStage, SidecarStatus>> = {
  open: "pending",
  allocating: "pending",
  leased: "queued",
  running: "running",
  verifying: "running",
  done: "completed",
  failed: "failed",
  cancelled: "cancelled",
};

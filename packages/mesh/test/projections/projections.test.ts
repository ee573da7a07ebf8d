import {
  CIRO_FAILURES,
  CIRO_JOBS,
  ciroJobOf,
  FAILURE_REASONS,
  isFailureReason,
  type JobStage,
  jobStateOf,
  type LifecycleState,
  NSN_FAILURES,
  NSN_STATUSES,
  nsnTaskOf,
  QUBIX_STATUSES,
  qubixJobOf,
  REASONS_OF_CIRO,
  REASONS_OF_NSN,
  REASONS_OF_QUBIX,
  SIDECAR_STATUSES,
  stageOf,
  submitted,
  type TakenSeat,
  type WorkingState,
} from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";
import { executor, someCid } from "../job-samples.ts";
import { halfPlan, quorumPlan } from "../lifecycle/plans.ts";

const held = { attempt: 1, assignment: someCid(1), executor, leaseMs: 1 };
const offered: TakenSeat = { ...held, phase: "offered" };
const committed: TakenSeat = { ...held, phase: "committed" };
const reported: TakenSeat = { ...held, phase: "reported", receipt: someCid(2), outcome: "ok" };
const running: TakenSeat = {
  ...held,
  phase: "running",
  seen: { progress: 0, checkpoint: -1, output: -1 },
  renewals: 1,
};
const vacant = { phase: "vacant", attempt: 0 } as const;

const working = (status: WorkingState["status"], ...seats: WorkingState["seats"]): WorkingState => ({
  status,
  plan: halfPlan,
  round: 1,
  bidding: "closed",
  seats,
  revealed: false,
  tried: [],
});

/** A state of every stage, as market.md D3 lists them. */
const STATES: Readonly<Record<JobStage, LifecycleState>> = {
  open: submitted(quorumPlan),
  allocating: working("BiddingClosed", vacant),
  leased: working("Assigned", vacant, offered),
  running: working("Executing", running),
  verifying: working("Executing", reported),
  done: { status: "Completed", receipts: [someCid(2)], tried: [] },
  failed: { status: "Failed", reason: "crashed", tried: [] },
  cancelled: { status: "Cancelled", tried: [] },
};
const stages = Object.keys(STATES) as JobStage[];

describe("every stage", () => {
  it.each(stages)("is told from the state: %s", (stage) => {
    expect(stageOf(STATES[stage])).toBe(stage);
  });

  it("of bidding is one, open or closed", () => {
    expect(stageOf({ ...working("BiddingOpen", vacant), bidding: "open" })).toBe("allocating");
  });

  it("of a host is pending until somebody has the job", () => {
    expect(jobStateOf({ ...working("BiddingOpen", vacant), bidding: "open" })).toEqual({ state: "Pending" });
  });

  it("of verification begins when nobody is at work and a receipt is there", () => {
    expect(stageOf(working("Executing", reported, running))).toBe("running");
    expect(stageOf(working("Executing", committed, committed))).toBe("running");
    expect(stageOf(working("Executing", reported, committed))).toBe("verifying");
  });

  it.each<[JobStage, string, string, string, string, string, string, string, number]>([
    ["open", "Pending", "Open", "pending", "Queued", "Queued", "pending", "PENDING", 55],
    ["allocating", "Pending", "Open", "pending", "Queued", "Queued", "pending", "PENDING", 55],
    ["leased", "Assigned", "Assigned", "queued", "Queued", "Assigned", "processing", "ASSIGNED", 55],
    ["running", "Assigned", "Executing", "running", "Running", "Running", "processing", "RUNNING", 55],
    ["verifying", "Assigned", "Submitted", "running", "Assembling", "Running", "processing", "RUNNING", 100],
    ["done", "Completed", "Verified", "completed", "Completed", "Completed", "completed", "COMPLETED", 100],
    ["failed", "Failed", "Failed", "failed", "Failed", "Failed", "failed", "FAILED", 55],
    ["cancelled", "Failed", "Failed", "cancelled", "Cancelled", "Cancelled", "cancelled", "CANCELLED", 55],
  ])(
    "is shown alike by all systems: %s",
    (...[stage, icn, nsn, sidecar, ciro, execution, stored, qubix, progress]) => {
      const state = STATES[stage];
      expect(jobStateOf(state).state).toBe(icn);
      expect(nsnTaskOf(state).status).toBe(nsn);
      expect(NSN_STATUSES[stage]).toBe(nsn);
      expect(SIDECAR_STATUSES[stage]).toBe(sidecar);
      expect(ciroJobOf(state)).toEqual({ status: ciro, execution, stored });
      expect(CIRO_JOBS[stage].status).toBe(ciro);
      expect(qubixJobOf(state, 5599)).toEqual({ status: qubix, progress });
      expect(QUBIX_STATUSES[stage]).toBe(qubix);
    },
  );
});

describe("the coarse state of a job", () => {
  it("names the executor, the receipt, or the reason", () => {
    expect(jobStateOf(STATES.leased)).toEqual({ state: "Assigned", executor });
    expect(jobStateOf(STATES.done)).toEqual({ state: "Completed", receipt: someCid(2) });
    expect(jobStateOf(STATES.failed)).toEqual({ state: "Failed", reason: "crashed" });
    expect(jobStateOf(STATES.cancelled)).toEqual({ state: "Failed", reason: "cancelled" });
  });
});

describe("every reason", () => {
  const reasons = Object.keys(FAILURE_REASONS).filter(isFailureReason);

  it.each(reasons)("is shown by NSN and by CIRO: %s", (reason) => {
    const state: LifecycleState = { status: "Failed", reason, tried: [] };
    const nsn = NSN_FAILURES[reason];
    const isStatus = nsn === "Expired" || nsn === "Rejected";
    expect(nsnTaskOf(state)).toEqual(
      isStatus ? { status: nsn, failReason: null } : { status: "Failed", failReason: nsn },
    );
    expect(ciroJobOf(state)).toEqual({
      status: "Failed",
      execution: CIRO_FAILURES[reason],
      stored: "failed",
    });
  });

  it("costs stake on NSN only if the executor is to blame, or its memory", () => {
    const slashed = reasons.filter((reason) =>
      ["ExecutorFailed", "Preempted"].includes(NSN_FAILURES[reason]),
    );
    expect(slashed).toEqual(["preempted", "crashed", "out-of-memory", "model-unavailable", "no-runner"]);
  });

  it("is known under the names of the other systems", () => {
    expect(REASONS_OF_NSN).toEqual({
      ExecutorFailed: "crashed",
      Cancelled: "cancelled",
      DeadlineExceeded: "timeout",
      Preempted: "preempted",
      InvalidInput: "invalid-input",
      Other: "internal",
      ModelUnavailable: "model-unavailable",
      OutOfMemory: "out-of-memory",
      Timeout: "timeout",
      SemanticCheckFailed: "verification",
      GrpcError: "internal",
    });
    expect(REASONS_OF_CIRO).toEqual({
      Timeout: "timeout",
      Cancelled: "cancelled",
      Failed: "crashed",
      Network: "lost",
      Serialization: "invalid-input",
      Validation: "invalid-input",
      InsufficientResources: "no-suitable-bid",
      WorkerNotFound: "no-suitable-bid",
      JobNotFound: "internal",
      TaskNotFound: "internal",
      Database: "internal",
      Blockchain: "internal",
      Configuration: "internal",
    });
    expect(REASONS_OF_QUBIX).toEqual({ failed: "crashed" });
  });

  it("comes back from NSN as it went there, where NSN has a word for it", () => {
    for (const reason of ["preempted", "crashed", "timeout", "invalid-input", "cancelled"] as const) {
      const shown = NSN_FAILURES[reason];
      expect(shown in REASONS_OF_NSN && REASONS_OF_NSN[shown as keyof typeof REASONS_OF_NSN]).toBe(reason);
    }
  });
});

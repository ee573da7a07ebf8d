import type { Clock, Usage } from "@icn-mesh/core";
import { assertLimits, checkWork } from "./check-work.ts";
import type { GuestEnd } from "./guest/guest-event.ts";
import type { GuestExecutor } from "./guest/guest-executor.ts";
import type { FetchedState, GuestKind, GuestTask } from "./guest/guest-task.ts";
import { type CustomKind, kindTable, type RunKind } from "./kinds/custom-kind.ts";
import { kindName } from "./kinds/kind-name.ts";
import type {
  Admission,
  AdmitOptions,
  ClosableRunner,
  FailureClass,
  Outcome,
  RunOptions,
  RunResult,
  Work,
} from "./runner.ts";
import { runCustom } from "./session/run-custom.ts";
import { createRunSession } from "./session/run-session.ts";
import { createRunTerm, type RunTerm } from "./session/run-term.ts";
import { fetchState } from "./state/fetch-state.ts";
import { guestStateCodec } from "./state/guest-state.ts";

/** What a runner is made of. */
export interface RunnerComponents {
  readonly clock: Clock;
  readonly executor: GuestExecutor;
}

/** What a runner runs besides its own kinds. */
export interface RunnerOptions {
  readonly kinds?: readonly CustomKind[];
}

const GUEST_KINDS: readonly GuestKind[] = ["ccl-wasm", "echo", "javascript", "wasm"];

/** A runner over a place for guests: everything about a run that does not depend on where it runs. */
export function createRunner(
  { clock, executor }: RunnerComponents,
  { kinds = [] }: RunnerOptions = {},
): ClosableRunner {
  const customs = kindTable(kinds, GUEST_KINDS);

  async function execute(work: Work, options: RunOptions, term: RunTerm): Promise<RunResult> {
    const fetched =
      options.resumeFrom && (await fetchState(options.resumeFrom, options.limits.checkpointBytes));
    if (typeof fetched === "string") return failed("invalid-input", fetched);
    const known = fetched === undefined ? [] : guestStateCodec.parse(fetched.root).chunks;
    const session = createRunSession(options, { clock, term, known });
    if (term.reason !== undefined) return ended(term);
    const end = await executor.execute(
      taskOf(work, options, { purpose: "run", resumeFrom: fetched }),
      session,
    );
    return resultOf(end, term, options);
  }

  /** How work would be run; what it is refused for where it would not. */
  function planFor(work: Work, { limits }: AdmitOptions): Plan | Refused {
    assertLimits(limits);
    const custom = customs.get(kindName(work.kind) ?? "");
    if (custom === undefined && !isGuestKind(work.kind.type)) return noRunner(work);
    const admission = checkWork(work, limits);
    if (!admission.ok || custom === undefined) return admission;
    const runKind = custom.prepare(work.kind.params);
    return runKind === undefined ? badParams(work) : { ok: true, runKind };
  }

  async function lookInto(work: Work, options: AdmitOptions): Promise<Admission> {
    const { outcome } = await within(options, async (term) => {
      const session = createRunSession(options, { clock, term, known: [] });
      const task = taskOf(work, options, { purpose: "admit", resumeFrom: undefined });
      return resultOf(await executor.execute(task, session), term, options);
    });
    if (outcome.type === "ok") return { ok: true };
    return { ok: false, class: outcome.class, message: outcome.message };
  }

  async function within(options: RunOptions, run: (term: RunTerm) => Promise<RunResult>): Promise<RunResult> {
    const term = createRunTerm({ clock }, options);
    try {
      return term.reason === undefined ? await run(term) : ended(term);
    } finally {
      term.end();
    }
  }

  return {
    kinds: [...GUEST_KINDS, ...customs.keys()].sort(),
    async admit(work, options) {
      const plan = planFor(work, options);
      if (!plan.ok) return plan;
      return plan.runKind === undefined ? lookInto(work, options) : { ok: true };
    },
    async run(work, options) {
      const plan = planFor(work, options);
      if (!plan.ok) return failed(plan.class, plan.message);
      const { runKind } = plan;
      if (runKind === undefined) return within(options, (term) => execute(work, options, term));
      return within(options, (term) =>
        runCustom(() => runKind(work, { ...options, signal: term.signal }), term, options),
      );
    },
    close: () => executor.close(),
  };
}

/** Work that may be run: by a guest, or by code of the host. */
interface Plan {
  readonly ok: true;
  readonly runKind?: RunKind;
}

type Refused = Extract<Admission, { readonly ok: false }>;

function isGuestKind(type: string): type is GuestKind {
  return (GUEST_KINDS as readonly string[]).includes(type);
}

function noRunner({ kind }: Work): Refused {
  return {
    ok: false,
    class: "no-runner",
    message: `no runner here for the kind ${kindName(kind) ?? kind.type}`,
  };
}

function badParams({ kind }: Work): Refused {
  return { ok: false, class: "invalid-input", message: `the parameters are none of the kind ${kind.type}` };
}

interface TaskParts {
  readonly purpose: GuestTask["purpose"];
  readonly resumeFrom: FetchedState | undefined;
}

function taskOf(
  work: Work,
  { limits, hostCalls }: AdmitOptions,
  { purpose, resumeFrom }: TaskParts,
): GuestTask {
  const { kind, ...rest } = work;
  return {
    ...rest,
    purpose,
    kind: kind.type as GuestKind,
    params: kind.params,
    limits,
    // Answers of the mesh are not the same everywhere.
    account: work.deterministic ? null : (hostCalls?.account ?? null),
    resumeFrom: resumeFrom ?? null,
  };
}

const NO_USAGE: Usage = { fuel: 0, wallMs: 0, peakMemoryBytes: 0, outputBytes: 0 };

function resultOf(end: GuestEnd, term: RunTerm, { limits }: AdmitOptions): RunResult {
  const usage = { ...end.usage, fuel: Math.min(end.usage.fuel, limits.fuel), wallMs: term.elapsed() };
  if (end.type === "failed") return { outcome: endedOutcome(term) ?? failure(end.class, end.message), usage };
  // A guest that came to its end before it was stopped has come to its end.
  const { result, outputs } = end;
  return { outcome: { type: "ok", result, outputs }, usage };
}

function endedOutcome({ reason }: RunTerm): Outcome | undefined {
  return reason && failure(reason, ENDED[reason]);
}

const ENDED = {
  cancelled: "cancelled",
  preempted: "preempted, and it has no steps to go on from",
  timeout: "not done within its time",
} as const;

function ended(term: RunTerm): RunResult {
  return { outcome: endedOutcome(term) ?? failure("cancelled", ENDED.cancelled), usage: NO_USAGE };
}

function failed(failureClass: FailureClass, message: string): RunResult {
  return { outcome: failure(failureClass, message), usage: NO_USAGE };
}

function failure(failureClass: FailureClass, message: string): Outcome {
  return { type: "failed", class: failureClass, message };
}

import { certificateCodec, type Service } from "@icn-mesh/core";
import { checkFunding, createKnownHolds, type Proof } from "@icn-mesh/economics";
import { weightedPolicy } from "@icn-mesh/mesh";
import { DEFAULT_LIMITS } from "@icn-mesh/sandbox";
import { openAid } from "../aid/aid-service.ts";
import { createExecutor, type Executor } from "../executor/executor.ts";
import type { MeshTaskParts } from "../executor/mesh-tasks/mesh-task-parts.ts";
import { createMeshTaskSource, type MeshTaskSource } from "../executor/mesh-tasks/mesh-task-source.ts";
import { createMembershipRegistry } from "../federations/membership-registry.ts";
import { type Heads, openHeads } from "../heads/heads.ts";
import { settledAssignment } from "../job/settled-assignment.ts";
import { createJobKinds } from "../kinds/job-kinds.ts";
import { openAccounts } from "../mana/accounts.ts";
import { askOwnGuard } from "../mana/ask-own-guard.ts";
import { serveMana } from "../mana/serve-mana.ts";
import { createExecutorDirectory } from "../manager/executor-directory.ts";
import { createJobManager } from "../manager/job-manager.ts";
import type { ManagerParts } from "../manager/manager-parts.ts";
import { registerJobMetrics } from "../metrics/job-metrics.ts";
import { federationLink } from "../network/federation-link.ts";
import { createLatencyProbe, servePings } from "../network/latency-probe.ts";
import { type LoopLink, withLoopback } from "../network/loopback.ts";
import { createMeshNetworkService } from "../network/mesh-network-service.ts";
import { createMemberProofs } from "../quorum/member-proofs.ts";
import { openQuotas } from "../quota/quotas.ts";
import { hostCallsFor } from "./host-calls.ts";
import type { RuntimeComponents, RuntimeOptions } from "./runtime-components.ts";
import { createRuntimeContext, type RuntimeContext } from "./runtime-context.ts";
import { submitJob } from "./submit-job.ts";

/** A node in all its roles, which goes on where its store left off when it is started. */
export interface Runtime extends Service {
  readonly context: RuntimeContext;
  /** Undefined where the node runs no jobs. */
  readonly executor: Executor | undefined;
  /** Jobs and assignments about which something is owed. */
  readonly open: number;
  /** Takes no new jobs and bids for none; what is open goes on. */
  retire(): void;
}

/** Opens the accounts of a node and puts its roles together. Nothing is heard or sent before `start`. */
export async function createRuntime(
  components: RuntimeComponents,
  options: RuntimeOptions,
): Promise<Runtime> {
  const link = withLoopback(federationLink(components.link, components.federation.net));
  const membership = options.membership === undefined ? {} : { membership: options.membership };
  const guards = askOwnGuard(components.guard, components.guards);
  const accounts = await openAccounts({ ...components, guards, ...membership });
  const { storage, clock } = components;
  const quotas = await openQuotas({ storage, clock, quotaOf: options.quotaOf ?? (() => undefined) });
  const { own, signerOf } = accounts;
  const { net } = components.federation;
  const aid = await openAid({
    ...components,
    net,
    link,
    accounts,
    admits: options.admitsAid ?? (() => true),
  });
  const heads = await openHeads({
    ...components,
    link,
    more: [aid.set],
    accounts: { holds: own.ledger.holds, proof: own.proof, isOurs: (did) => signerOf(did) !== undefined },
  });
  let isRetiring = false;
  const opened = { guards, quotas, accounts, heads, isRetiring: () => isRetiring };
  const parts = managerParts({ ...components, ...opened, link }, options);
  const manager = createJobManager(parts);
  const submit = { parts, manager, rng: components.rng, logger: components.logger.child("context") };
  const allowance = options.executor?.guestAllowance ?? (() => 0n);
  const host = { parts, manager, submit, allowance };
  const tasks = meshTasks(components, options, { parts, hostCalls: (job) => hostCallsFor(host, job) });
  const executor = components.executor ?? executorFor(components, options, tasks);

  async function learn(proof: Proof): Promise<void> {
    if (!(await accounts.learn(proof))) return;
    const settled = settledAssignment(certificateCodec.parse(proof.certificate).slot);
    if (settled !== undefined) heads.settled(settled);
    await tasks?.learnt(proof);
    manager.learnt(proof);
  }

  const undo: (() => void)[] = [];
  let leaveMachine = async (): Promise<void> => executor?.stop();
  return {
    name: "runtime",
    context: createRuntimeContext({ parts, manager, submit, heads, aid: aid.aid }),
    executor,
    get open() {
      return manager.open + (tasks?.open ?? 0);
    },
    retire() {
      isRetiring = true;
    },
    async start() {
      undo.push(servePings(link));
      undo.push(serveMana(link, { learn, ...(components.guard && { guard: components.guard }) }));
      await manager.start();
      if (components.executor === undefined) await executor?.start();
      else if (tasks !== undefined) leaveMachine = await components.executor.attach(tasks);
      const inbox = tasks === undefined ? {} : { executor: tasks.inbox };
      undo.push(parts.network.serve({ manager: manager.inbox, ...inbox }));
      heads.start(learn);
      aid.start(({ manifest, spec, cost }, terms) =>
        submitJob(submit, { manifest, spec, cost, options: terms }),
      );
    },
    async stop() {
      for (const stop of undo.toReversed()) stop();
      const ended = aid.stop();
      await heads.stop();
      accounts.stop();
      await ended;
      await leaveMachine();
      await manager.stop();
    },
  };
}

/** What a node reads from its store before it puts its roles together. */
interface Opened extends Pick<ManagerParts, "accounts" | "isRetiring" | "quotas"> {
  readonly heads: Heads;
}

function managerParts(
  components: RuntimeComponents & Opened & { readonly link: LoopLink },
  options: RuntimeOptions,
): ManagerParts {
  const { federation, verifier, clock, link, logger, latency, metrics } = components;
  const { reputation } = components.heads;
  const knownHolds = createKnownHolds();
  const { federations: others = () => [] } = options;
  const memberships = createMembershipRegistry({ verifier, federations: () => [federation, ...others()] });
  const network = createMeshNetworkService({
    net: federation.net,
    link,
    verifier,
    logger: logger.child("mesh-network"),
    check: ({ announcement, job }) =>
      checkFunding(announcement, {
        federation,
        verifier,
        job,
        knownHolds,
        now: clock.now(),
        isTrusted: options.trustsFederation ?? false,
      }),
  });
  return {
    ...components,
    network,
    reputation,
    logger: logger.child("job-manager"),
    directory: createExecutorDirectory(components.nodes),
    policy: options.policy ?? weightedPolicy(),
    kinds: options.kinds ?? createJobKinds(),
    memberships,
    checker: options.checker ?? memberships.checker,
    factsOf: (did) => ({ reputation: reputation.reputation(did), latencyMs: latency.latencyMs(did) }),
    invitation: options.invitation ?? {},
    members: createMemberProofs(components),
    metrics: registerJobMetrics(metrics),
    probe: createLatencyProbe({ link, clock, latency }),
    shownHolds: new WeakMap(),
  };
}

function meshTasks(
  { runner, logger }: RuntimeComponents,
  { executor, membership }: RuntimeOptions,
  { parts, hostCalls }: Pick<MeshTaskParts, "hostCalls"> & { readonly parts: ManagerParts },
): MeshTaskSource | undefined {
  if (runner === undefined || executor === undefined) return undefined;
  const { capabilities = [], memberships = () => [], trustScope, profile = UNNAMED } = executor;
  const { limits = DEFAULT_LIMITS } = executor;
  return createMeshTaskSource({
    ...parts,
    hostCalls,
    ...(membership === undefined ? {} : { membership }),
    proofs: () => [...(membership === undefined ? [] : [membership]), ...memberships()],
    logger: logger.child("executor"),
    policy: executor.bids,
    profile: {
      capabilities,
      limits,
      ...profile,
      ...(trustScope === undefined ? {} : { trustScope }),
    },
  });
}

const UNNAMED = { engine: "icn-mesh", version: "0" } as const;

function executorFor(
  { runner, clock, logger }: RuntimeComponents,
  { executor }: RuntimeOptions,
  tasks: MeshTaskSource | undefined,
): Executor | undefined {
  if (runner === undefined || executor === undefined || tasks === undefined) return undefined;
  const sources = [tasks, ...(executor.sources ?? [])];
  return createExecutor({ runner, clock, logger: logger.child("executor"), sources }, executor.queue);
}

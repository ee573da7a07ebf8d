import { createExecutor, type Executor } from "@icn-mesh/runtime";
import type { NodeConfig } from "../config/node-config.ts";
import { type ExecutorRole, executorRole } from "./executor-role.ts";
import type { Ground } from "./ground.ts";
import type { Held } from "./held.ts";
import type { NodeParts } from "./node-parts.ts";

/** What a node runs jobs with, one for all its federations. */
export interface NodeMachine extends ExecutorRole {
  readonly executor: Executor;
}

/** The machine as the configuration describes it, not started; undefined where the node runs no jobs. */
export function openMachine(
  { log, clock }: Pick<Ground, "clock" | "log">,
  config: NodeConfig["executor"],
  { parts, held }: { readonly parts: NodeParts; readonly held: Held },
): NodeMachine | undefined {
  const role = executorRole(config, { parts, clock, held });
  if (role === undefined) return undefined;
  const { sources = [] } = parts;
  const executor = createExecutor(
    { runner: role.runner, clock, logger: log("runtime").child("executor"), sources },
    role.options.queue,
  );
  return { ...role, executor };
}

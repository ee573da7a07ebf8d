import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { FederationRules } from "../federation/constitution-rules.ts";
import { layOutFederation } from "../federation/lay-out-federation.ts";
import { type NodeProcess, type NodeProgram, startNodeProcess } from "./node-process.ts";

/** A federation to be started on this machine. */
export interface LocalFederationPlan {
  /** The directory of the data directories. */
  readonly root: string;
  readonly nodes: number;
  readonly mana: bigint;
  readonly rules?: Partial<FederationRules>;
  /** The program that runs the node of a number. */
  readonly program: (index: number) => NodeProgram;
  /** Settings of the node of a number, beside those that make the federation local. */
  readonly settings?: (index: number) => Readonly<Record<string, string>>;
  /** Told of each node when it takes part. */
  readonly onReady?: (node: NodeProcess) => void;
}

/** A federation whose nodes are processes of this machine. The first one guards. */
export interface LocalFederation {
  readonly net: string;
  /** Those that run, as they were started. */
  readonly nodes: readonly NodeProcess[];
  /** Starts a node again that was killed, on the data that it has left. */
  restart(index: number): Promise<NodeProcess>;
  /** Stops all of them. */
  stop(): Promise<void>;
}

/** Quick enough for somebody who watches, and long enough for a machine that has other things to do. */
const LOCAL_RULES: Partial<FederationRules> = { graceMs: 5_000, marginMs: 5_000 };

/** Lays out and starts a federation; what fails on the way leaves no process behind. */
export async function startLocalFederation(plan: LocalFederationPlan): Promise<LocalFederation> {
  const { root, mana, rules = LOCAL_RULES } = plan;
  const names = Array.from({ length: plan.nodes }, (_, index) => `node-${index + 1}`);
  const laidOut = await layOutFederation({ root, names, mana, rules });
  const running = new Map<number, NodeProcess>();
  const compiled = join(root, "compiled");

  async function launch(index: number): Promise<NodeProcess> {
    const others = [...running].flatMap(([at, { addresses }]) => (at === index ? [] : addresses.slice(0, 1)));
    const node = await startNodeProcess({
      ...plan.program(index),
      name: names[index] ?? "",
      data: laidOut.nodes[index]?.data ?? root,
      compiled,
      settings: { ...localSettings(others), ...plan.settings?.(index) },
    });
    running.set(index, node);
    plan.onReady?.(node);
    return node;
  }

  async function stop(): Promise<void> {
    await Promise.all([...running.values()].map((node) => node.stop()));
    await rm(compiled, { recursive: true, force: true });
  }

  try {
    await launch(0);
    await Promise.all(names.slice(1).map((_, at) => launch(at + 1)));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    net: laidOut.net,
    get nodes() {
      return names.flatMap((_, index) => running.get(index) ?? []);
    },
    restart: launch,
    stop,
  };
}

function localSettings(others: readonly string[]): Readonly<Record<string, string>> {
  return {
    log: "warn",
    "network.listen": "/ip4/127.0.0.1/tcp/0",
    "network.allowPrivateAddresses": "true",
    "network.table": "off",
    "network.bootstrap": others.join(),
    "submitter.trustsFederation": "true",
    "executor.enabled": "true",
    "executor.cpuCores": "2",
    "executor.processes": "1",
  };
}

import { Buffer } from "node:buffer";
import { kill, pid } from "node:process";
import type { CommitInput, Storage } from "@icn-mesh/core";
import type { KillPlan } from "./node-words.ts";

/** A store that ends its own process at a commit. */
export interface DeadlyStorage extends Storage {
  /**
   * Counts from now on, and does at a commit what the plan says; the plan before is void, also for a commit that is
   * under way. Returns how many commits were counted since then.
   */
  plan(plan: KillPlan | null): number;
  /** The store itself, whose commits are not counted. */
  readonly uncounted: Storage;
}

/** A store over another, without a plan. */
export function createDeadlyStorage(storage: Storage): DeadlyStorage {
  let plan: KillPlan | null = null;
  let replaced = Promise.withResolvers<void>();
  let commits = 0;

  /** The plan, where it is about this commit. */
  function planFor(input: CommitInput): KillPlan | undefined {
    if (plan === null || isShared(input) || !doesMention(input, plan.mentions)) return undefined;
    commits += 1;
    return commits === plan.commit ? plan : undefined;
  }

  async function carryOut({ signal = "SIGKILL" }: KillPlan): Promise<void> {
    if (signal === "none") return replaced.promise;
    if (signal === "SIGSTOP") console.log(JSON.stringify({ event: "stopped" })); // written before it stops
    kill(pid, signal);
  }

  return {
    ...storage,
    uncounted: storage,
    plan(next) {
      const before = commits;
      plan = next;
      commits = 0;
      replaced.resolve();
      replaced = Promise.withResolvers();
      return before;
    },
    async commit(input) {
      const its = planFor(input);
      if (its?.when === "before") await carryOut(its);
      const result = await storage.commit(input);
      if (its?.when === "after" && its === plan) await carryOut(its);
      return result;
    },
  };
}

/** What peers share comes when the network brings it, so it is not counted. */
function isShared({ refs = [] }: CommitInput): boolean {
  return refs.length > 0 && refs.every(({ name }) => name.startsWith("heads/"));
}

function doesMention({ blocks = [], refs = [] }: CommitInput, text: string | undefined): boolean {
  if (text === undefined) return true;
  return (
    refs.some(({ name }) => name.includes(text)) ||
    blocks.some(({ bytes }) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(text))
  );
}

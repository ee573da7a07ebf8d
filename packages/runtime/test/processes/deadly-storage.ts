import { Buffer } from "node:buffer";
import { kill, pid } from "node:process";
import type { CommitInput, Storage } from "@icn-mesh/core";
import type { KillPlan } from "./node-words.ts";

/** A store that kills its own process at a commit. */
export interface DeadlyStorage extends Storage {
  /** Counts from now on, and kills where the plan says; returns how many commits were counted since the plan before. */
  plan(plan: KillPlan | null): number;
  /** The store itself, whose commits are not counted. */
  readonly uncounted: Storage;
}

/** A store over another, without a plan. */
export function createDeadlyStorage(storage: Storage): DeadlyStorage {
  let plan: KillPlan | null = null;
  let commits = 0;

  function isIts(input: CommitInput, when: KillPlan["when"]): boolean {
    return plan?.when === when && commits === plan.commit && doesMention(input, plan.mentions);
  }

  function die(): void {
    kill(pid, plan?.signal ?? "SIGKILL");
  }

  return {
    ...storage,
    uncounted: storage,
    plan(next) {
      const before = commits;
      plan = next;
      commits = 0;
      return before;
    },
    async commit(input) {
      if (isShared(input)) return storage.commit(input);
      if (doesMention(input, plan?.mentions)) commits += 1;
      if (isIts(input, "before")) die();
      const isLast = isIts(input, "after");
      const result = await storage.commit(input);
      if (isLast) die();
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

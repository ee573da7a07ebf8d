import type { Storage } from "@icn-mesh/core";
import { localMeshError } from "./local-mesh-error.ts";

/** A store whose process dies at a commit, and never hears what became of it. */
export interface CrashPlan {
  /** The number of the commit, counted from 1. */
  readonly commit: number;
  /** Whether it becomes durable. */
  readonly when: "before" | "after";
  readonly onCrash: () => void;
}

/** The store, until the commit of the plan; from then on everything fails, that commit's answer first. */
export function createCrashingStorage(storage: Storage, { commit, when, onCrash }: CrashPlan): Storage {
  let commits = 0;
  let isDead = false;

  function assertAlive(): void {
    if (isDead) throw localMeshError("the process has crashed");
  }

  function crash(): never {
    isDead = true;
    onCrash();
    return assertAlive() as never;
  }

  return {
    ...storage,
    async get(cid) {
      assertAlive();
      return storage.get(cid);
    },
    async has(cid) {
      assertAlive();
      return storage.has(cid);
    },
    async ref(name) {
      assertAlive();
      return storage.ref(name);
    },
    async commit(input) {
      assertAlive();
      commits += 1;
      const isLast = commits === commit;
      if (isLast && when === "before") return crash();
      const result = await storage.commit(input);
      return isLast ? crash() : result;
    },
  };
}

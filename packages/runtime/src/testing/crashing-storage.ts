import type { Storage } from "@icn-mesh/core";
import { localMeshError } from "./local-mesh-error.ts";

/** A store whose process dies after a commit that it never hears of. */
export interface CrashPlan {
  /** The number of the last commit that becomes durable, counted from 1. */
  readonly after: number;
  readonly onCrash: () => void;
}

/** The store, until the commit of the plan is durable; from then on everything fails, that commit's answer first. */
export function createCrashingStorage(storage: Storage, { after, onCrash }: CrashPlan): Storage {
  let commits = 0;
  let isDead = false;

  function assertAlive(): void {
    if (isDead) throw localMeshError("the process has crashed");
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
      const isLast = commits === after;
      const result = await storage.commit(input);
      if (!isLast) return result;
      isDead = true;
      onCrash();
      return assertAlive() as never;
    },
  };
}

import type { Storage } from "@icn-mesh/core";
import type { Trace } from "../kernel/trace.ts";

/** A store whose every write is noted. */
export function traceStorage(trace: Trace, who: string, storage: Storage): Storage {
  return {
    ...storage,
    async commit(input) {
      const refs = (input.refs ?? []).map(({ name, to }) => `${name}=${to}`).join(" ");
      const result = await storage.commit(input);
      trace.note(who, result.ok ? "commit" : "lost-race", refs);
      return result;
    },
  };
}

import { ClientError } from "@icn-mesh/client";
import { systemClock } from "@icn-mesh/core/node";

const AGAIN_MS = 500;
/** What a node says that is about to stop, or a proxy whose node is gone. */
const PASSING: ReadonlySet<number> = new Set([502, 503, 504]);

/** Asks a node, and again for as long as it does not answer, until the signal aborts; what it refuses is thrown. */
export async function whenReachable<Answer>(
  ask: () => Promise<Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isAway(error) || signal.aborted) throw error;
      await systemClock.after(AGAIN_MS, { signal });
    }
  }
}

function isAway(error: unknown): boolean {
  if (!(error instanceof ClientError)) return false;
  const { failure } = error;
  if (failure.code === "CLIENT_REFUSED") return PASSING.has(failure.problem.status);
  return failure.code === "CLIENT_UNREACHABLE";
}

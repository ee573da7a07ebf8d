import type { Executor } from "@icn-mesh/runtime";
import type { GatewayComponents } from "../gateway-components.ts";
import type { Handlers } from "../http/handler.ts";
import { type Answer, answered, refuse } from "../http/refusal.ts";
import { accountHistory } from "../mana/account-history.ts";
import { settledBy } from "../mana/move-json.ts";

type Names =
  | "drainExecutor"
  | "executorEarnings"
  | "executorQueue"
  | "executorStatus"
  | "pauseExecutor"
  | "resumeExecutor";

/** Handles what an operator asks of a node that runs jobs. */
export function executorHandlers({
  context,
  executor,
}: Pick<GatewayComponents, "context" | "executor">): Handlers<Names> {
  const change = (act: (seat: Executor) => void) => async () => {
    if (executor === undefined) return NOT_HERE;
    act(executor);
    return answered(statusJson(executor));
  };
  return {
    executorStatus: change(() => undefined),
    pauseExecutor: change((seat) => seat.pause()),
    drainExecutor: change((seat) => seat.drain("all")),
    resumeExecutor: change((seat) => seat.resume()),
    async executorQueue() {
      if (executor === undefined) return NOT_HERE;
      const tasks = executor.tasks().map(({ resources, ...task }) => ({ ...task, needs: resources }));
      return answered({ tasks });
    },
    async executorEarnings({ query }) {
      const { moves, next } = await accountHistory(context.accounts.own, context.net, query);
      const paid = moves.flatMap(({ action, reason, unit, change: amount }) => {
        const settled = action.type === "receive" ? settledBy(action.slot) : {};
        if (!("assignment" in settled) || amount === undefined) return [];
        return [{ assignment: settled.assignment, unit, amount, reason }];
      });
      return answered({
        paid: paid.map((each) => ({ ...each, amount: String(each.amount) })),
        sums: sumsOf(paid),
        next,
      });
    },
  };
}

const NOT_HERE: Answer<never> = refuse({ code: "GATEWAY_NOT_HERE", what: "executor" });

function statusJson({ state, waiting, running, capacity }: Executor) {
  return { state, waiting, running, capacity };
}

function sumsOf(paid: readonly { readonly unit: string; readonly amount: bigint }[]): Record<string, string> {
  const sums = new Map<string, bigint>();
  for (const { unit, amount } of paid) sums.set(unit, (sums.get(unit) ?? 0n) + amount);
  return Object.fromEntries([...sums].map(([unit, sum]) => [unit, String(sum)]));
}

import type { Did, Member, Operation } from "@icn-mesh/core";
import type { Federation } from "../federation.ts";
import { granted, type ManaRefusal, type Ruling, refused } from "../refusal.ts";

/**
 * Whether every regeneration in an operation is due: by a member, for the guard's epoch. The one just ended counts
 * too: otherwise an operation that met the turn of an epoch on its way round the guards would block its account.
 */
export function ruleOnRegeneration(
  federation: Federation,
  operation: Operation,
  when: { readonly now: number; readonly members: readonly Member[] },
): Ruling<null> {
  for (const action of operation.do) {
    if (action.type !== "regenerate") continue;
    const fault = faultIn(federation, action.epoch, { ...when, by: operation.by });
    if (fault !== undefined) return refused(fault);
  }
  return granted(null);
}

interface Claim {
  readonly by: Did;
  readonly now: number;
  readonly members: readonly Member[];
}

function faultIn(
  federation: Federation,
  epoch: number,
  { by, now, members }: Claim,
): ManaRefusal | undefined {
  const { epochMs } = federation.constitution.mint;
  const current = federation.epochAt(now);
  const start = epoch * epochMs;
  const isMember = members.some(({ account, notAfter }) => account === by && notAfter >= start);
  if (!isMember) return { code: "ECONOMICS_NOT_MEMBER" };
  if (epoch > current) return { code: "ECONOMICS_NOT_YET", because: "epoch", retryInMs: start - now };
  return epoch < current - 1 ? { code: "ECONOMICS_WRONG_EPOCH", epoch: current } : undefined;
}

import type { Deposit, Service, Signed } from "@icn-mesh/core";
import { redeemDeposit } from "../federation/redeem-deposit.ts";
import { createBackground } from "./background.ts";
import type { Ground } from "./ground.ts";
import type { Roles } from "./roles.ts";

/** What a node owes itself in one federation. */
export interface DutyTerms {
  readonly roles: Roles;
  /** What the charter gives this node, some of it perhaps taken in before. */
  readonly letters: readonly Signed<Deposit>[];
  readonly isMember: boolean;
}

/** What a node does beside its roles: it takes in what the charter gave it, and claims what regenerates. */
export function duties(
  { clock, logger }: Pick<Ground, "clock" | "logger">,
  { roles, letters, isMember }: DutyTerms,
): readonly Service[] {
  const { runtime, guard, guards, federation } = roles;
  const account = runtime.context.accounts.own;
  const isAlone = guard !== undefined && federation.quorum === 1;
  const deposits = createBackground({ name: "deposits", logger, isAwaited: isAlone }, async (signal) => {
    for (const letter of letters)
      await redeemDeposit({ federation, guards, clock, account }, letter, { signal });
  });
  if (!isMember) return [deposits];
  const { epochMs } = federation.constitution.mint;
  const regeneration = createBackground({ name: "regeneration", logger }, async (signal) => {
    while (!signal.aborted) {
      const ruling = await account.regenerate();
      if (!ruling.ok) logger.debug("nothing regenerates", { code: ruling.refusal.code });
      await clock.after(epochMs, { signal });
    }
  });
  return [deposits, regeneration];
}

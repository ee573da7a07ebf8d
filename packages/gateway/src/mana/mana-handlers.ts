import type { Did } from "@icn-mesh/core";
import type { ManaClient } from "@icn-mesh/economics";
import { accountOf, type Caller, owns } from "../auth/caller.ts";
import type { GatewayComponents } from "../gateway-components.ts";
import type { Handlers } from "../http/handler.ts";
import { inTime } from "../http/in-time.ts";
import { type Answer, answered, refuse } from "../http/refusal.ts";
import { accountHistory } from "./account-history.ts";
import { moveJson } from "./move-json.ts";
import { transfer } from "./transfer.ts";

type Names = "manaHistory" | "showAccountBalance" | "showAccountHead" | "showBalance" | "transferMana";

/** Handles mana. */
export function manaHandlers({
  context,
  clock,
}: Pick<GatewayComponents, "clock" | "context">): Handlers<Names> {
  /** The hand on a caller's mana, which is here unless its key is elsewhere. */
  async function clientOf(caller: Caller): Promise<Answer<ManaClient>> {
    const client = context.accounts.clientOf(await accountOf(caller, context));
    if (client !== undefined) return answered(client);
    return refuse({ code: "GATEWAY_NOT_HERE", what: "the key of this account" });
  }

  return {
    showBalance: async ({ caller, query }) =>
      answered(balanceJson(context, await accountOf(caller, context), query.unit)),
    showAccountBalance: async ({ params, query }) => answered(balanceJson(context, params.did, query.unit)),
    async showAccountHead({ caller, params: { did } }) {
      // Guards are asked for it, which is not done in the name of whoever is curious.
      if (!(await owns(caller, did, context))) return refuse({ code: "GATEWAY_NOT_ALLOWED", needs: "admin" });
      const head = await inTime(clock, context.accountHead(did));
      return head === undefined ? refuse({ code: "GATEWAY_NOT_READY" }) : answered({ account: did, ...head });
    },
    async manaHistory({ caller, query }) {
      const client = await clientOf(caller);
      if (!client.ok) return client;
      const page = await accountHistory(client.value, context.net, query);
      return answered({
        account: client.value.account,
        moves: page.moves.map(moveJson),
        next: page.next,
      });
    },
    async transferMana({ caller, body, idempotencyKey }) {
      const client = await clientOf(caller);
      if (!client.ok) return client;
      const { storage, net } = context;
      return transfer({ client: client.value, storage, clock, net }, { wish: body, idempotencyKey });
    },
  };
}

function balanceJson(context: GatewayComponents["context"], account: Did, unit: string) {
  const { free, grant, earned, held, due } = context.balance(account, unit);
  return {
    account,
    unit,
    free: String(free),
    grant: String(grant),
    earned: String(earned),
    held: String(held),
    due: String(due),
  };
}

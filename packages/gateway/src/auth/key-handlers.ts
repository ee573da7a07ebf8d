import type { Did } from "@icn-mesh/core";
import type { GatewayComponents } from "../gateway-components.ts";
import type { Handlers } from "../http/handler.ts";
import { answered, refuse } from "../http/refusal.ts";
import type { ApiKeyRecord } from "./api-key-record.ts";
import type { ApiKeys } from "./api-keys.ts";

/** Handles API keys. */
export function keyHandlers(
  { context, clock }: Pick<GatewayComponents, "clock" | "context">,
  keys: ApiKeys,
): Handlers<"createApiKey" | "listApiKeys" | "revokeApiKey"> {
  async function accountOf(principal: string | null): Promise<Did> {
    return principal === null ? context.did : (await context.accounts.principal(principal)).account;
  }

  async function shown({ id, name, principal, scopes, createdAt, expiresAt }: ApiKeyRecord) {
    return { id, name, principal, account: await accountOf(principal), scopes, createdAt, expiresAt };
  }

  return {
    async listApiKeys() {
      return answered({ keys: await Promise.all((await keys.list()).map(shown)) });
    },
    async createApiKey({ body: { name, principal, scopes, expiresInMs } }) {
      const expiresAt = expiresInMs === undefined ? null : clock.now() + expiresInMs;
      const made = await keys.create({ name, principal, scopes: [...new Set(scopes)], expiresAt });
      return answered({ key: await shown(made.key), secret: made.secret });
    },
    async revokeApiKey({ params: { id } }) {
      const revoked = await keys.revoke(id);
      return revoked
        ? answered({ revoked: true } as const)
        : refuse({ code: "GATEWAY_UNKNOWN", what: "key" });
    },
  };
}

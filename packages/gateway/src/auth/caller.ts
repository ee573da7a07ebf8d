import type { Scope } from "@icn-mesh/client";
import type { Did } from "@icn-mesh/core";
import type { RuntimeContext } from "@icn-mesh/runtime";

/** Whoever sends a request, as far as the node knows. */
export interface Caller {
  /** What the request is counted under, and what logs name: never a secret. */
  readonly name: string;
  /** The principal whose key the node keeps; null for the node's own account. */
  readonly principal: string | null;
  /** The account of a caller with a key of its own, by which it signed the request. */
  readonly did?: Did;
  readonly scopes: ReadonlySet<Scope>;
}

/** True if a caller is allowed something. */
export function may({ scopes }: Caller, scope: Scope): boolean {
  return scopes.has(scope) || scopes.has("admin");
}

/** The account in whose name a caller acts. */
export async function accountOf({ did, principal }: Caller, context: RuntimeContext): Promise<Did> {
  if (did !== undefined) return did;
  return principal === null ? context.did : (await context.accounts.principal(principal)).account;
}

/** True if what belongs to an account may be shown to a caller, and stopped by it. */
export async function owns(caller: Caller, owner: Did, context: RuntimeContext): Promise<boolean> {
  return may(caller, "admin") || (await accountOf(caller, context)) === owner;
}

import type { Scope } from "@icn-mesh/client";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { admissionOf, admit, decorateAdmission } from "../auth/admission.ts";
import { type AuthenticateParts, authenticate } from "../auth/authenticate.ts";
import { may } from "../auth/caller.ts";
import type { GatewaySettings } from "../gateway-section.ts";
import type { Refused } from "./refusal.ts";
import { sendRefusal } from "./send-refusal.ts";

/** What guards the door. */
export interface GuardParts extends AuthenticateParts {
  readonly settings: GatewaySettings;
}

/** Asks who comes, before anything is read of what they bring, and turns away whoever may not. */
export function guardDoor(app: FastifyInstance, parts: GuardParts): void {
  decorateAdmission(app);
  app.addHook("onRequest", async (request, reply) => {
    const fault = foreignFault(parts, request);
    if (fault !== undefined) return sendRefusal(reply, fault);
    admit(request, await authenticate(parts, request));
    return undefined;
  });
  // After the limit of requests, which whoever guesses keys is to run into.
  app.addHook("preParsing", async (request, reply) => {
    const fault = scopeFault(request);
    return fault === undefined ? undefined : refuseUnread(reply, fault);
  });
}

async function refuseUnread(reply: FastifyReply, fault: Refused): Promise<undefined> {
  if (fault.code === "GATEWAY_UNAUTHENTICATED") reply.header("www-authenticate", "Bearer");
  sendRefusal(reply, fault);
  return undefined;
}

function scopeFault(request: FastifyRequest): Refused | undefined {
  const { scope } = request.routeOptions.config as { readonly scope?: Scope | null };
  if (scope === null || scope === undefined) return undefined;
  const { caller, refused } = admissionOf(request);
  if (refused !== undefined) return refused;
  return may(caller, scope) ? undefined : { code: "GATEWAY_NOT_ALLOWED", needs: scope };
}

const LOOPBACK_NAMES: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * A page of a stranger may send requests from a browser on this machine. It says where it comes from; and where it has
 * its name resolve to this machine, it asks for a host that is not here.
 */
function foreignFault({ settings, isOpen }: GuardParts, request: FastifyRequest): Refused | undefined {
  const { origin, host = "" } = request.headers;
  const name = host.replace(/:\d+$/, "");
  const isHere = LOOPBACK_NAMES.has(name) || name === settings.host;
  if (isOpen && !isHere) return { code: "GATEWAY_FOREIGN_HOST" };
  if (origin === undefined || settings.allowOrigin.includes(origin)) return undefined;
  const isSame = origin === `${request.protocol}://${host}`;
  return isSame ? undefined : { code: "GATEWAY_FOREIGN_ORIGIN" };
}

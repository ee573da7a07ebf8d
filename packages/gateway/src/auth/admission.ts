import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Refused } from "../http/refusal.ts";
import type { Caller } from "./caller.ts";

/** What the door knows of whoever sent a request. */
export interface Admission {
  readonly caller: Caller;
  /** Why the caller is a stranger; a route that anybody may ask answers all the same. */
  readonly refused?: Refused;
  /** Where the request is signed: the digest that its JSON has to have, or null if it may have no JSON. */
  readonly bodyDigest?: string | null;
}

const ADMISSION = "icnMeshAdmission";

/** Makes room for an admission in every request. */
export function decorateAdmission(app: FastifyInstance): void {
  app.decorateRequest(ADMISSION, null);
}

/** Notes who sent a request. */
export function admit(request: FastifyRequest, admission: Admission): void {
  request.setDecorator(ADMISSION, admission);
}

/** Who sent a request, which was admitted before. */
export function admissionOf(request: FastifyRequest): Admission {
  return request.getDecorator<Admission | null>(ADMISSION) ?? STRANGER;
}

/** Somebody who is allowed nothing. */
export const STRANGER: Admission = {
  caller: { name: "stranger", principal: null, scopes: new Set() },
  refused: { code: "GATEWAY_UNAUTHENTICATED", why: "no-credentials" },
};

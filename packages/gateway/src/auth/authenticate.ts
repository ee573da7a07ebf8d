import { SCOPES, type Scope } from "@icn-mesh/client";
import type { Did } from "@icn-mesh/core";
import type { FastifyRequest } from "fastify";
import type { GatewaySettings } from "../gateway-section.ts";
import { type Admission, STRANGER } from "./admission.ts";
import type { ApiKeys } from "./api-keys.ts";
import type { SignedRequests, SignerRank } from "./signed-requests.ts";

/** What callers are known by. */
export interface AuthenticateParts {
  readonly settings: Pick<GatewaySettings, "operators" | "signers">;
  readonly isOpen: boolean;
  /** The node's account, whose signed requests may do everything. */
  readonly own: string;
  readonly keys: ApiKeys;
  readonly signed: SignedRequests;
}

const EVERYTHING: ReadonlySet<Scope> = new Set(SCOPES);
/** What anybody with a key of its own may do where everybody is heard: nothing costs the node, save its answer. */
const OF_SIGNERS: ReadonlySet<Scope> = new Set([
  "jobs:read",
  "jobs:write",
  "blobs:read",
  "mana:read",
  "mesh:read",
]);

const OPERATOR: Admission = { caller: { name: "operator", principal: null, scopes: EVERYTHING } };

/** Who sent a request: by its key, by its signature, or, where the door is open, the operator. */
export async function authenticate(parts: AuthenticateParts, request: FastifyRequest): Promise<Admission> {
  const secret = secretIn(request);
  if (secret !== undefined) return byKey(parts, secret);
  if (request.headers["signature-input"] !== undefined) return bySignature(parts, request);
  return parts.isOpen ? OPERATOR : STRANGER;
}

/** A page cannot set headers of a WebSocket, and says its key as a protocol. */
const SOCKET_KEY = /(?:^|,\s*)icn-mesh-key\.(icnm_[\w]+_[\w-]+)/;

function secretIn({ headers }: FastifyRequest): string | undefined {
  const { authorization } = headers;
  if (authorization?.startsWith("Bearer ")) return authorization.slice("Bearer ".length);
  const given = headers["x-api-key"];
  if (typeof given === "string") return given;
  return SOCKET_KEY.exec(headers["sec-websocket-protocol"] ?? "")?.[1];
}

async function byKey({ keys }: AuthenticateParts, secret: string): Promise<Admission> {
  const key = await keys.find(secret);
  if (key === undefined) return unauthenticated("bad-key");
  return { caller: { name: `key:${key.id}`, principal: key.principal, scopes: new Set(key.scopes) } };
}

function bySignature({ signed, settings, own }: AuthenticateParts, request: FastifyRequest): Admission {
  const answer = signed.check({
    method: request.method,
    target: request.raw.url ?? "",
    signatureInput: String(request.headers["signature-input"]),
    signature: String(request.headers["signature"]),
    contentDigest: textOf(request.headers["content-digest"]),
  });
  if (!answer.ok) return unauthenticated(answer.why);
  const { did, digest = null } = answer;
  if (signerRank(settings, own, did) === "operator")
    return { caller: { name: did, principal: null, scopes: EVERYTHING }, bodyDigest: digest };
  return { caller: { name: did, principal: null, did, scopes: OF_SIGNERS }, bodyDigest: digest };
}

/** What the signature of an account is worth here. */
export function signerRank(
  { operators, signers }: AuthenticateParts["settings"],
  own: string,
  did: Did,
): SignerRank {
  if (did === own || operators.includes(did)) return "operator";
  return signers === "anyone" ? "stranger" : "unheard";
}

function textOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === "string" ? header : undefined;
}

function unauthenticated(why: string): Admission {
  return { ...STRANGER, refused: { code: "GATEWAY_UNAUTHENTICATED", why } };
}

import { digestOf } from "@icn-mesh/client";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { admissionOf } from "../auth/admission.ts";
import { readJson } from "./read-json.ts";
import type { GatewayRefusal } from "./refusal.ts";

/** Has JSON read up to its limit, checked against the signature of the request, and anything else left as a stream. */
export function readBodies(app: FastifyInstance, maxBytes: number): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/json",
    { parseAs: "buffer", bodyLimit: maxBytes },
    (request, bytes, done) => {
      const fault = digestFault(request, bytes as Uint8Array);
      const read = readJson(bytes as Uint8Array);
      if (fault !== undefined) done(null, { [REFUSED]: fault });
      else if (!read.ok) done(null, { [REFUSED]: read.refused });
      else done(null, read.value);
    },
  );
  for (const type of ["application/octet-stream", "application/vnd.ipld.car"])
    app.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
}

/** Where a parser leaves why it could not read: what it throws would be taken for a failure. */
const REFUSED = Symbol("refused");

/** Why the body could not be read. */
export function bodyRefusal(body: unknown): GatewayRefusal | undefined {
  const isObject = typeof body === "object" && body !== null;
  return isObject ? (body as { readonly [REFUSED]?: GatewayRefusal })[REFUSED] : undefined;
}

function digestFault(request: FastifyRequest, bytes: Uint8Array): GatewayRefusal | undefined {
  const { bodyDigest } = admissionOf(request);
  if (bodyDigest === undefined || bytes.length === 0 || bodyDigest === digestOf(bytes)) return undefined;
  return { code: "GATEWAY_UNAUTHENTICATED", why: "unsigned-body" };
}

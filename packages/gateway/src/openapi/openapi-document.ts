import { problemSchema, type Route, routes, type StreamKind } from "@icn-mesh/client";
import * as z from "zod";

/** A description of an API, as OpenAPI 3.1 has it. */
export interface OpenApiDocument {
  readonly openapi: "3.1.0";
  readonly [name: string]: unknown;
}

const MEDIA: Readonly<Record<StreamKind, string>> = {
  bytes: "application/octet-stream",
  car: "application/vnd.ipld.car",
  events: "text/event-stream",
  text: "text/plain",
};

/** The description of everything that a node answers over HTTP, out of the contracts that it is read by. */
export function openApiDocument(): OpenApiDocument {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, route] of Object.entries<Route>(routes)) {
    const path = paths[route.path] ?? {};
    path[route.method.toLowerCase()] = operationOf(name, route);
    paths[route.path] = path;
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "ICN Mesh node",
      version: "1",
      license: { name: "Apache-2.0 OR MIT", identifier: "Apache-2.0 OR MIT" },
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problemSchema, "output") },
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "An API key" },
        apiKeyHeader: { type: "apiKey", in: "header", name: "x-api-key" },
      },
    },
  };
}

function operationOf(name: string, route: Route): object {
  const { tag, summary, scope, idempotent = false, ranged = false } = route;
  const content = contentOf(route.answer);
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...(ranged ? { description: "`HEAD` is answered too, without the bytes." } : {}),
    security: scope === null ? [] : [{ apiKey: [] }, { apiKeyHeader: [] }],
    ...(scope === null ? {} : { "x-scope": scope }),
    parameters: [
      ...parametersOf("path", route.params),
      ...parametersOf("query", route.query),
      ...(idempotent ? [IDEMPOTENCY] : []),
      ...(ranged ? [RANGE] : []),
    ],
    ...(route.body === undefined ? {} : { requestBody: bodyOf(route.body) }),
    responses: {
      [String(route.status ?? 200)]: { description: "Done", content },
      ...(ranged ? { "206": { description: "The part that was asked for", content } } : {}),
      default: {
        description: "Why it was not done",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  };
}

const IDEMPOTENCY = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "The same key again does nothing a second time",
  schema: { type: "string", minLength: 1, maxLength: 128, pattern: "^[\\x21-\\x7e]+$" },
};

const RANGE = {
  name: "Range",
  in: "header",
  required: false,
  description: "One part of the bytes, as RFC 9110 has it",
  schema: { type: "string", pattern: "^bytes=\\d*-\\d*$" },
};

function parametersOf(place: "path" | "query", schema: z.ZodObject | undefined): readonly object[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(schema, "input") as {
    readonly properties?: Readonly<Record<string, object>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, each]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: each,
  }));
}

function bodyOf(body: NonNullable<Route["body"]>): object {
  const content =
    body === "bytes"
      ? { "application/octet-stream": { schema: {} } }
      : { "application/json": { schema: schemaOf(body, "input") } };
  return { required: true, content };
}

function contentOf(answer: Route["answer"]): object {
  if (typeof answer === "string") return { [MEDIA[answer]]: { schema: {} } };
  return { "application/json": { schema: schemaOf(answer, "output") } };
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    target: "draft-2020-12",
    io,
    unrepresentable: "any",
  });
  return rest;
}

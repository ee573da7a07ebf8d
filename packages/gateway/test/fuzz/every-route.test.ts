import { readFile } from "node:fs/promises";
import { createSeededRng, type Rng } from "@icn-mesh/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aGateway, type GatewayScene } from "../a-gateway.ts";
import { HOSTILE, oneOf, type Schema, sampleOf, spoiled } from "./sample-of.ts";

interface Parameter {
  readonly name: string;
  readonly in: "header" | "path" | "query";
  readonly schema: Schema;
}

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const page = new URL("../../../../docs/openapi.json", import.meta.url);
const { paths } = JSON.parse(await readFile(page, "utf8")) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const operations: readonly Asked[] = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);

const REQUESTS = 40;
const EXPECTED = new Set([501, 503]);

let scene: GatewayScene;
beforeAll(async () => {
  const settings = { limits: { requestsPerMinute: 1_000_000, bodyBytes: 65_536 } };
  scene = await aGateway({ mesh: { nodes: 1 }, settings });
});
afterAll(() => scene.stop());

/** A request that fits its route, in which most often one thing is wrong. */
function requestFor({ method, path, operation }: Asked, rng: Rng) {
  const what = rng.below(5);
  const value = ({ schema }: Parameter, place: Parameter["in"]) =>
    what === (place === "path" ? 1 : 2) ? oneOf(rng, HOSTILE) : sampleOf(schema, rng);
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = operation.parameters.find((each) => each.in === "path" && each.name === name)!;
    return safeEncode(value(parameter, "path"));
  });
  const query = operation.parameters
    .filter((parameter) => parameter.in === "query" && rng.below(2) === 0)
    .map((parameter) => `${parameter.name}=${safeEncode(value(parameter, "query"))}`);
  if (what === 2) query.push("unknown=1");
  const [[type, media] = []] = Object.entries(operation.requestBody?.content ?? {});
  if (type === undefined || media === undefined) return { method, target: targetOf(filled, query) };
  const sample = sampleOf(media.schema, rng);
  const body = what >= 3 ? spoiled(sample, rng) : sample;
  const headers = { "content-type": what === 0 ? oneOf(rng, [type, "text/html", "application/json"]) : type };
  return { method, target: targetOf(filled, query), headers, body: JSON.stringify(body) ?? "" };
}

function targetOf(path: string, query: readonly string[]): string {
  return query.length === 0 ? path : `${path}?${query.join("&")}`;
}

function safeEncode(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return encodeURIComponent(text.slice(0, 4000).toWellFormed());
}

/** What is wrong with an answer; undefined where it is what its route promises, or a problem with a code. */
async function faultIn(response: Response, { operation }: Asked): Promise<string | undefined> {
  const type = response.headers.get("content-type") ?? "";
  const promised = Object.keys(Object.values(operation.responses)[0]?.content ?? {});
  if (response.status < 400) {
    await response.body?.cancel();
    return promised.some((each) => type.startsWith(each)) ? undefined : `is ${type}`;
  }
  const text = await response.text();
  if (/node_modules|node:internal|\.ts:\d+| {4}at /.test(text)) return `shows a stack: ${text}`;
  if (response.status >= 500 && !EXPECTED.has(response.status)) return `has failed: ${text}`;
  if (!type.startsWith("application/problem+json")) return `is ${type}`;
  return /^[A-Z]+_[A-Z_]+$/.test(JSON.parse(text).code) ? undefined : `has no code: ${text}`;
}

describe("every route of docs/openapi.json, asked wrongly", () => {
  it.each(operations.map((asked) => [asked.operation.operationId, asked] as const))(
    "%s answers with what it promises, or with a coded problem",
    async (name, asked) => {
      const rng = createSeededRng(`fuzz ${name}`);
      for (let count = 0; count < REQUESTS; count++) {
        const { target, ...init } = requestFor(asked, rng);
        const fault = await faultIn(await fetch(scene.gateway.url + target, init), asked);
        expect(
          fault,
          `${init.method} ${target.slice(0, 300)} ${String(init.body).slice(0, 300)}`,
        ).toBeUndefined();
      }
    },
  );
});

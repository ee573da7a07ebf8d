import { readFile } from "node:fs/promises";
import { routes } from "@icn-mesh/client";
import { describe, expect, it } from "vitest";
import { openApiDocument } from "../../src/index.ts";

const page = new URL("../../../../docs/openapi.json", import.meta.url);

describe("docs/openapi.json", () => {
  it("is what the contracts say; `node --conditions=@icn-mesh/source packages/gateway/test/write-openapi.ts` writes it", async () => {
    expect(JSON.parse(await readFile(page, "utf8"))).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
  });

  it("describes every route", () => {
    const paths = openApiDocument()["paths"] as Record<string, Record<string, { operationId: string }>>;
    const operations = Object.values(paths).flatMap((path) =>
      Object.values(path).map((each) => each.operationId),
    );
    expect(operations.toSorted()).toEqual(Object.keys(routes).toSorted());
  });
});

import { cidOf, data } from "@icn-mesh/core";
import fc from "fast-check";
import { CID } from "multiformats/cid";
import { describe, expect, it } from "vitest";
import { fromJsonData, toJsonData } from "../src/index.ts";

const link = CID.parse(cidOf(Uint8Array.of(1), "raw"));
const key = fc
  .string({ maxLength: 8 })
  .filter((name) => name !== "/" && name !== "__proto__" && name.isWellFormed());
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.string().filter((text) => text.isWellFormed()),
    fc.uint8Array({ maxLength: 16 }),
    fc.constant(link),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

describe("data in JSON", () => {
  it("comes back as it was, links and bytes too", () => {
    fc.assert(
      fc.property(value, (original) => {
        const json = JSON.parse(JSON.stringify(toJsonData(original)));
        expect(fromJsonData(json)).toEqual(original);
      }),
    );
  });

  it.each([{ "/": "no-cid" }, { "/": 7 }, { "/": { bytes: "?" } }, [{ "/": {} }], { a: { "/": null } }])(
    "is undefined for a link or bytes that are none: %j",
    (json) => {
      expect(fromJsonData(json)).toBeUndefined();
    },
  );

  it("leaves what no record can hold for the record to refuse", () => {
    expect(data(1000).safeParse(fromJsonData({ half: 0.5 })).success).toBe(false);
  });
});

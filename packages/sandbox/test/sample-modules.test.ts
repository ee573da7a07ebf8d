import { expect, it } from "vitest";
import wabt from "wabt";
import { SAMPLE_MODULES } from "../src/testing/sample-modules.ts";
import { SAMPLE_TEXTS } from "./sample-modules.ts";

it("has the guests of the contract as they stand in their text", async () => {
  const { parseWat } = await wabt();
  const assembled = Object.entries(SAMPLE_TEXTS).map(([name, text]) => [
    name,
    new Uint8Array(parseWat(`${name}.wat`, text).toBinary({}).buffer),
  ]);
  expect(SAMPLE_MODULES).toEqual(Object.fromEntries(assembled));
});

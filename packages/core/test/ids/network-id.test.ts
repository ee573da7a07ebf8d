import { expect, it } from "vitest";
import { cidOf } from "../../src/ids/cid.ts";
import { jobIdSchema } from "../../src/ids/job-id.ts";
import { networkIdSchema } from "../../src/ids/network-id.ts";

it.each([
  ["job id", jobIdSchema],
  ["network id", networkIdSchema],
])("a %s is a CID, and no other text", (_, schema) => {
  const cid = cidOf(Uint8Array.of(0xa0));
  expect(schema.parse(cid)).toBe(cid);
  for (const value of ["", "job-1", cid.toUpperCase(), `${cid} `, 7])
    expect(schema.safeParse(value).success).toBe(false);
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearestName } from "../../src/config/nearest-name.ts";

describe("the nearest name", () => {
  it("is the name itself where it is there", () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 });
    fc.assert(
      fc.property(names, fc.nat(), (all, at) => {
        const name = all[at % all.length] ?? "";
        expect(nearestName(name, all)).toBe(name);
      }),
    );
  });

  it("forgives a letter too few, too many, or another", () => {
    const names = ["listen", "bootstrap"];
    expect(["lisen", "listenn", "listem", "botstrap"].map((each) => nearestName(each, names))).toEqual([
      "listen",
      "listen",
      "listen",
      "bootstrap",
    ]);
  });

  it("is none where all are far", () => {
    expect(nearestName("federation", ["listen", "log"])).toBeUndefined();
    expect(nearestName("listen", [])).toBeUndefined();
  });
});

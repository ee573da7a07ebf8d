import { describe, expect, it } from "vitest";
import { minimiseList } from "../../src/plan/minimise-list.ts";

const all = Array.from({ length: 40 }, (_, index) => index);

describe("minimiseList", () => {
  it.each([[[]], [[7]], [[0, 39]], [[3, 17, 18, 31]], [all]])(
    "keeps what it needs, and nothing else: %j",
    async (needed) => {
      const isSo = async (fewer: readonly number[]) => needed.every((each) => fewer.includes(each));
      expect(await minimiseList(all, isSo)).toEqual(needed);
    },
  );

  it("leaves one of several that would do", async () => {
    const kept = await minimiseList(all, async (fewer) => fewer.some((each) => each % 10 === 5));
    expect(kept).toHaveLength(1);
  });

  it("has nothing to leave out of nothing", async () => {
    expect(await minimiseList([], async () => true)).toEqual([]);
  });
});

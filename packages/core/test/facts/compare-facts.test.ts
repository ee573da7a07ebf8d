import { addToSlot, type Cid, cidOf, compareFacts, type Slot } from "@icn-mesh/core";
import { describe, expect, it } from "vitest";

const fact = (content: number, slot: string) => ({
  cid: cidOf(Uint8Array.of(content)) as Cid,
  slot: slot as Slot,
});

describe("compareFacts", () => {
  it("calls one body a duplicate, whatever signature came with it", () => {
    expect(compareFacts(fact(1, "a"), fact(1, "a"))).toBe("duplicate");
  });

  it("calls two bodies in one slot equivocation, and in two slots unrelated", () => {
    expect(compareFacts(fact(1, "a"), fact(2, "a"))).toBe("equivocation");
    expect(compareFacts(fact(1, "a"), fact(2, "b"))).toBe("unrelated");
  });
});

describe("addToSlot", () => {
  it("keeps the first fact and the first that contradicts it, and drops all others", () => {
    const first = addToSlot(undefined, fact(1, "a"));
    expect(first).toEqual({
      state: { first: fact(1, "a"), contradiction: undefined },
      comparison: "unrelated",
    });
    const again = addToSlot(first.state, fact(1, "a"));
    expect(again.state).toBe(first.state);
    const second = addToSlot(first.state, fact(2, "a"));
    expect(second).toEqual({
      state: { first: fact(1, "a"), contradiction: fact(2, "a") },
      comparison: "equivocation",
    });
    const third = addToSlot(second.state, fact(3, "a"));
    expect(third).toEqual({ state: second.state, comparison: "equivocation" });
  });

  it("does not mistake a fact of another slot for evidence", () => {
    const { state } = addToSlot(undefined, fact(1, "a"));
    expect(addToSlot(state, fact(2, "b"))).toEqual({ state, comparison: "unrelated" });
  });
});

import { createMemoryStorage } from "@icn-mesh/core";
import { collect } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import { collectGarbage } from "../../src/retention/collect-garbage.ts";
import { type Pin, pinning, readPins, renewPin, unpin } from "../../src/retention/pins.ts";
import { commit, keptLinks, knot, leaf } from "../samples.ts";

const pin: Pin = { name: "result/1", target: leaf(1).cid, bytes: 6, at: 1000, until: 2000 };

async function openWith(...pins: readonly Pin[]) {
  const storage = createMemoryStorage({ keptLinks });
  await commit(storage, { blocks: [leaf(1), leaf(2)] });
  for (const each of pins) await commit(storage, pinning(each));
  return storage;
}

describe("a pin", () => {
  it("keeps its payload until it is removed", async () => {
    const storage = await openWith(pin);
    await collectGarbage(storage, { keptLinks });
    expect([await storage.has(leaf(1).cid), await storage.has(leaf(2).cid)]).toEqual([true, false]);
    expect(await unpin(storage, pin)).toBe(true);
    expect(await unpin(storage, pin)).toBe(false);
    await collectGarbage(storage, { keptLinks });
    expect(await collect(storage.cids())).toEqual([]);
  });

  it("is read back as it was made, in order of the names, odd ones too", async () => {
    const odd = ["", " ", "ü/😀", "a\\b", "%2e%2e/..", "x".repeat(500)].map((name) => ({
      ...pin,
      name: `p${name}`,
    }));
    const storage = await openWith(...odd);
    expect(await collect(readPins(storage))).toEqual(
      odd.toSorted((left, right) => Buffer.compare(Buffer.from(left.name), Buffer.from(right.name))),
    );
    expect(await collect(readPins(storage, "pü"))).toEqual([{ ...pin, name: "pü/😀" }]);
  });

  it("does not take the name of another one", async () => {
    const storage = await openWith(pin);
    const result = await storage.commit(pinning({ ...pin, target: leaf(2).cid }));
    expect(result).toMatchObject({ ok: false, ref: "pin/result/1" });
  });

  it("gets another end only from who knows the present one", async () => {
    const storage = await openWith(pin);
    const renewed = { ...pin, until: null };
    expect(await renewPin(storage, pin, null)).toEqual({ ok: true, pin: renewed });
    expect(await collect(readPins(storage))).toEqual([renewed]);
    expect(await renewPin(storage, pin, 5000)).toMatchObject({ ok: false, ref: "pin/result/1" });
    expect(await unpin(storage, pin)).toBe(false);
  });

  it("is refused for a record, whose history would come with it", () => {
    expect(() => pinning({ ...pin, target: knot(1).cid })).toThrowError(
      expect.objectContaining({ code: "DAG_NOT_A_PAYLOAD" }),
    );
  });
});

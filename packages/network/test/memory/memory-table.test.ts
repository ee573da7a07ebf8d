import { describe, expect, it } from "vitest";
import { createMemoryNodes } from "./memory-nodes.ts";

const rules = {
  namespace: "test",
  isValid: (_name: Uint8Array, value: Uint8Array) => value[0] === 1,
  compare: (left: Uint8Array, right: Uint8Array) => (right[1] ?? 0) - (left[1] ?? 0),
};
const key = { namespace: "test", name: Uint8Array.of(7) };

describe("the table of a memory network", () => {
  it("keeps the best valid value that anybody put, for all who can be reached", async () => {
    const nodes = createMemoryNodes();
    const [left, right] = [await nodes.node({ tables: [rules] }), await nodes.node({ tables: [rules] })];
    expect([await left.table.put(key, Uint8Array.of(1, 1)), await left.table.get(key)]).toEqual([
      0,
      undefined,
    ]);
    await left.connect(right.addresses()[0] ?? "");
    expect(await left.table.put(key, Uint8Array.of(1, 5))).toBe(2);
    expect(await right.table.put(key, Uint8Array.of(1, 4))).toBe(0);
    expect(await right.table.put(key, Uint8Array.of(0, 9))).toBe(0);
    expect(await right.table.get(key)).toEqual(Uint8Array.of(1, 5));
    nodes.network.separate(() => true);
    expect(await right.table.get({ ...key, name: Uint8Array.of(8) })).toBeUndefined();
  });

  it("has no namespaces but those that were declared", async () => {
    const node = await createMemoryNodes().node({ tables: [rules] });
    await expect(node.table.get({ ...key, namespace: "other" })).rejects.toMatchObject({
      code: "NETWORK_UNKNOWN_NAMESPACE",
    });
  });
});

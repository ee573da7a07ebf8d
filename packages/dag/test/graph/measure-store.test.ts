import { createMemoryStorage } from "@icn-mesh/core";
import { expect, it } from "vitest";
import { measureStore } from "../../src/graph/measure-store.ts";
import { commit, knot, leaf } from "../samples.ts";

it("counts blocks and bytes by codec, and refs by the first part of their names", async () => {
  const storage = createMemoryStorage();
  const empty = { codec: "dag-pb", bytes: new Uint8Array(0) } as const;
  const names = ["job/a", "job/b", "genesis", "/odd"];
  const refs = names.map((name) => ({ name, expect: null, to: leaf(1).cid }));
  await commit(storage, { blocks: [leaf(1), leaf(2), knot(1), empty], refs });
  const { blocks, refs: counted } = await measureStore(storage);
  expect(blocks).toEqual({
    "dag-cbor": { blocks: 1, bytes: knot(1).bytes.length },
    "dag-pb": { blocks: 1, bytes: 0 },
    raw: { blocks: 2, bytes: 12 },
  });
  expect(counted).toEqual(
    new Map([
      ["/", 1],
      ["genesis", 1],
      ["job/", 2],
    ]),
  );
});

it("stops when it is told to", async () => {
  const storage = createMemoryStorage();
  await commit(storage, { blocks: [leaf(1)] });
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(measureStore(storage, { signal })).rejects.toThrow("enough");
});

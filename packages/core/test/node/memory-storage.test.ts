import { Buffer } from "node:buffer";
import { expect, it } from "vitest";
import { cidOf } from "../../src/ids/cid.ts";
import { createMemoryStorage } from "../../src/memory/memory-storage.ts";

it("keeps a Buffer, whose slices share its memory, as bytes of its own", async () => {
  const storage = createMemoryStorage();
  const buffer = Buffer.from([1, 2, 3]);
  await storage.commit({ blocks: [{ codec: "raw", bytes: buffer }] });
  const cid = cidOf(Uint8Array.of(1, 2, 3), "raw");
  buffer.fill(0);
  (await storage.get(cid))?.fill(0);
  expect(await storage.get(cid)).toEqual(Uint8Array.of(1, 2, 3));
});

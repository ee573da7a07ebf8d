import { MAX_BLOCK_BYTES } from "@icn-mesh/core";
import { expect, it } from "vitest";
import { EMBEDDED_STORES } from "./embedded-stores.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

it.each(EMBEDDED_STORES)(
  "a store in $engine refuses a commit that would not fit into memory",
  async (store) => {
    const storage = await store.open(store.pathIn(temporaryDirectory()));
    const bytes = new Uint8Array(MAX_BLOCK_BYTES);
    const blocks = Array.from({ length: 129 }, () => ({ codec: "raw", bytes }) as const);
    const small = storage.commit({ blocks: blocks.slice(0, 1) });
    await expect(storage.commit({ blocks })).rejects.toMatchObject({ code: "DAG_COMMIT_TOO_LARGE" });
    expect((await small).ok).toBe(true);
    await storage.close();
  },
);

import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { historyOptions, lastStep } from "../crash/history.ts";
import { startWriter } from "../crash/start-writer.ts";
import { EMBEDDED_STORES } from "./embedded-stores.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

describe.each(EMBEDDED_STORES)("a store in $engine that is open", ({ engine, pathIn, open }) => {
  it("is refused to another instance in the same process, and given to it once it is closed", async () => {
    const path = pathIn(temporaryDirectory());
    const first = await open(path);
    await expect(open(path)).rejects.toMatchObject({ code: "DAG_STORE_LOCKED" });
    await first.commit({ blocks: [{ bytes: Uint8Array.of(1) }] });
    await first.close();
    await (await open(path)).close();
  });

  it("is refused to another process, and given to it when the first is killed", async () => {
    const path = pathIn(temporaryDirectory());
    const writer = startWriter({ engine, path, steps: 100_000 });
    const ended = once(writer, "close");
    if (writer.stdout !== null) await once(writer.stdout, "data");
    await expect(open(path)).rejects.toMatchObject({ code: "DAG_STORE_LOCKED" });
    writer.kill("SIGKILL");
    await ended;
    const storage = await open(path, historyOptions);
    expect(await lastStep(storage)).toBeGreaterThan(0);
    await storage.close();
  });

  it("is not made where the caller expects one", async () => {
    const path = pathIn(temporaryDirectory());
    await expect(open(path, { createIfMissing: false })).rejects.toMatchObject({ code: "DAG_STORE_MISSING" });
    await (await open(path)).close();
    await (await open(path, { createIfMissing: false })).close();
  });
});

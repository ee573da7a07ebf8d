import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { openStorage } from "../src/open-storage.ts";
import { temporaryDirectory } from "./engines/temporary-directory.ts";

const block = { bytes: Uint8Array.of(0x83, 1, 2, 3) };

describe("openStorage", () => {
  it("opens the store that the URL names, and finds in it what was there", async () => {
    const file = pathToFileURL(join(temporaryDirectory(), "a store")).href;
    const sqlite = pathToFileURL(join(temporaryDirectory(), "a store.db")).href.replace("file:", "sqlite:");
    for (const url of [file, sqlite]) {
      const storage = await openStorage(url);
      const result = await storage.commit({ blocks: [block] });
      await storage.close();
      const again = await openStorage(url, { createIfMissing: false });
      expect(result.ok && (await again.get(result.cids[0]!))).toEqual(block.bytes);
      await again.close();
    }
  });

  it("opens a new store in memory each time", async () => {
    const [first, second] = [await openStorage("memory:"), await openStorage("memory:")];
    const result = await first.commit({ blocks: [block] });
    expect(result.ok && (await second.has(result.cids[0]!))).toBe(false);
  });

  it("refuses what names no store, without repeating a password that may be in it", async () => {
    for (const url of [
      "",
      "file:",
      "file:store",
      "sqlite://host/store",
      "mysql://me:secret@host/db",
      "/path",
    ]) {
      const refusal = await openStorage(url).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: "DAG_BAD_STORE_URL" });
      expect(String(refusal)).not.toContain("secret");
    }
  });

  it("says which package a store on Postgres lacks, and keeps the password to itself", () => {
    const printed = execFileSync(
      process.execPath,
      ["--conditions=@icn-mesh/source", "--import", "./driverless-hooks.ts", "./driverless-program.ts"],
      { cwd: import.meta.dirname, encoding: "utf8" },
    );
    expect(JSON.parse(printed)).toMatchObject({
      code: "DAG_DRIVER_MISSING",
      failure: { code: "DAG_DRIVER_MISSING", module: "pg" },
    });
    expect(printed).not.toContain("secret");
  });
});

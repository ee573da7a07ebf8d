import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFileBootCounter } from "@icn-mesh/economics/node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

describe("a boot counter in a file", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "boot-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("counts on where another has left off", async () => {
    const path = join(folder, "boot");
    expect(await createFileBootCounter(path).next()).toBe(1);
    expect(await createFileBootCounter(path).next()).toBe(2);
    expect(await readFile(path, "utf8")).toBe("2\n");
  });

  it.each(["", "one\n", "-1\n", "3"])("does not start over after finding %j", async (text) => {
    const path = join(folder, "boot");
    await writeFile(path, text);
    await expect(createFileBootCounter(path).next()).rejects.toMatchObject({
      code: "ECONOMICS_BOOT_FILE_DAMAGED",
    });
    expect(await readFile(path, "utf8")).toBe(text);
  });

  it("says so where it cannot write", async () => {
    const path = join(folder, "missing", "boot");
    await expect(createFileBootCounter(path).next()).rejects.toMatchObject({
      code: "ECONOMICS_BOOT_FILE_IO",
    });
  });
});

import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { platform } from "node:process";
import { describe, expect, it } from "vitest";
import { openDataDirectory } from "../../src/index.ts";
import { aDirectory } from "../a-directory.ts";

const NEWER = '{"format":"icn-mesh-data","version":2}\n';

describe("a data directory", () => {
  it("is made on first use, for nobody else to read", async () => {
    const path = join(await aDirectory(), "deep", "data");
    const data = await openDataDirectory(path);
    data.release();
    if (platform !== "win32") expect((await stat(path)).mode & 0o777).toBe(0o700);
    expect(await readFile(data.at("format"), "utf8")).toBe('{"format":"icn-mesh-data","version":1}\n');
  });

  it("is held by one at a time, and by the next when it is given back", async () => {
    const path = await aDirectory();
    const data = await openDataDirectory(path);
    await expect(openDataDirectory(path)).rejects.toMatchObject({ code: "NODE_DATA_LOCKED" });
    data.release();
    data.release();
    (await openDataDirectory(path)).release();
  });

  it("may be prepared with keys, a constitution and letters", async () => {
    const path = await aDirectory();
    await mkdir(join(path, "keys"));
    await writeFile(join(path, "constitution"), "");
    (await openDataDirectory(path)).release();
  });

  it.each([
    { what: "something else in it", name: "holiday.jpg", text: "", code: "NODE_DATA_FOREIGN" },
    { what: "a newer form", name: "format", text: NEWER, code: "NODE_DATA_NEWER" },
    { what: "a broken form", name: "format", text: NEWER.slice(1), code: "NODE_DATA_DAMAGED" },
  ])("is refused with $what", async ({ name, text, code }) => {
    const path = await aDirectory();
    await writeFile(join(path, name), text);
    await expect(openDataDirectory(path)).rejects.toMatchObject({ code });
  });

  it("is refused where a file is in its way", async () => {
    const path = join(await aDirectory(), "file");
    await writeFile(path, "");
    await expect(openDataDirectory(path)).rejects.toMatchObject({ code: "NODE_DATA_IO" });
  });
});

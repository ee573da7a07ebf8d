import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { describe, expect, it } from "vitest";
import { openPrincipalKeys } from "../../src/data/principal-keys.ts";
import { aDirectory } from "../a-directory.ts";

const engine = nodeCryptoEngine();
const secretKey = new Uint8Array(32).fill(1);

describe("the keys of principals", () => {
  it("are there again after a restart, and the same", async () => {
    const path = join(await aDirectory(), "principals");
    const before = await openPrincipalKeys({ engine, secretKey, path });
    const made = [await before.signerFor("ada"), await before.signerFor('bob\n"')];
    const after = await openPrincipalKeys({ engine, secretKey, path });
    expect((await after.signers()).map(({ did }) => did)).toEqual(made.map(({ did }) => did));
    expect((await after.signerFor("ada")).did).toBe(made[0]?.did);
  });

  it("are one for each name, however often and however much at once it is asked for", async () => {
    const path = join(await aDirectory(), "principals");
    const keys = await openPrincipalKeys({ engine, secretKey, path });
    const names = Array.from({ length: 50 }, (_, index) => `name ${index % 10}`);
    const asked = await Promise.all(names.map((name) => keys.signerFor(name)));
    expect(new Set(asked.map(({ did }) => did)).size).toBe(10);
    expect(
      await openPrincipalKeys({ engine, secretKey, path }).then((again) => again.signers()),
    ).toHaveLength(10);
  });

  it("are others with another key of the node", async () => {
    const path = join(await aDirectory(), "principals");
    const one = await openPrincipalKeys({ engine, secretKey, path });
    const other = await openPrincipalKeys({ engine, secretKey: new Uint8Array(32).fill(2), path });
    expect((await one.signerFor("ada")).did).not.toBe((await other.signerFor("ada")).did);
  });

  it("survive a name that was cut off while it was written, and keep no secret in the file", async () => {
    const path = join(await aDirectory(), "principals");
    await (await openPrincipalKeys({ engine, secretKey, path })).signerFor("ada");
    await appendFile(path, '\n"bo');
    const torn = await openPrincipalKeys({ engine, secretKey, path });
    await torn.signerFor("carl");
    expect(
      await openPrincipalKeys({ engine, secretKey, path }).then((again) => again.signers()),
    ).toHaveLength(2);
    expect(await readFile(path, "utf8")).toBe('\n"ada"\n"bo\n"carl"');
  });
});

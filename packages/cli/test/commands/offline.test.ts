import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { aDirectory } from "../a-directory.ts";
import { type Typed, typed } from "../typed.ts";

vi.setConfig({ testTimeout: 120_000 });

describe("a configuration", () => {
  it("is written once, is good, and is printed as a node would take it", async () => {
    const directory = await aDirectory();
    const file = join(directory, "mesh.yaml");
    const data = join(directory, "data");
    expect(await typed(["init", "--config", file, "--data", data, "--offer"])).toMatchObject({ exit: 0 });
    expect(await typed(["init", "--config", file])).toMatchObject({
      exit: 3,
      err: expect.stringContaining("CLI_EXISTS"),
    });
    expect(await typed(["config", "check", "--config", file])).toMatchObject({ exit: 0 });
    const printed = await json(["config", "print", "--config", file, "--set", "log=warn"]);
    expect(printed).toMatchObject({ data, log: "warn", executor: { enabled: true } });
  });

  it("that cannot be used is refused with 3, with all that is wrong", async () => {
    const { exit, err } = await typed(["config", "check", "--set", "lgo=1", "--set", "drainMs=soon"]);
    expect(exit).toBe(3);
    expect(err).toContain("did you mean log?");
    expect(err).toContain("drainMs");
  });

  it("that is not there is refused with 3", async () => {
    expect(await typed("config check --config nothing.yaml")).toMatchObject({
      exit: 3,
      err: expect.stringContaining("NODE_CONFIG_UNREADABLE"),
    });
  });

  it("has a reference and a schema with every setting, and shows no secret", async () => {
    const { out } = await typed("config reference");
    expect(out).toContain("| `network.listen` | `ICN_MESH_NETWORK_LISTEN` |");
    expect(await json(["config", "schema"])).toMatchObject({ properties: { network: { type: "object" } } });
    const env = { ICN_MESH_KEYS_PASSPHRASE: "sesame" };
    const shown = await typed("config print", { env });
    expect(shown.out).toContain("(secret)");
    expect(shown.out).not.toContain("sesame");
  });
});

describe("a module that is run here", () => {
  it("shows what it puts out, what it uses and what it would cost", async () => {
    const file = join(await aDirectory(), "double.js");
    await writeFile(file, "({ args }) => args[0] + args[0]");
    const { exit, out, err } = await typed(["run", file, "ab"]);
    expect([exit, err]).toEqual([0, ""]);
    expect(out).toContain("abab");
    expect(out).toContain("mana");
  });

  it("ends with 1 where it fails, and with 3 where it is not there", async () => {
    const file = join(await aDirectory(), "broken.js");
    await writeFile(file, "() => { throw new Error('no') }");
    expect(await typed(["run", file])).toMatchObject({ exit: 1, out: expect.stringContaining("failed") });
    expect(await typed("run nothing.wasm")).toMatchObject({
      exit: 3,
      err: expect.stringContaining("CLI_FILE"),
    });
  });
});

describe("a federation", () => {
  it("is founded, joined and paid into by letters", async () => {
    const directory = await aDirectory();
    const [data, coop, letter] = ["data", "coop", "letter"].map((name) => join(directory, name)) as [
      string,
      string,
      string,
    ];
    await typed(["init", "--config", join(directory, "c.yaml"), "--data", data]);
    const { keys } = (await json(["keys", "--data", data])) as { keys: readonly { did: string }[] };
    const did = keys[0]?.did ?? "";
    expect(await typed(["federation", "create", coop, "--guard", did])).toMatchObject({ exit: 0 });
    await writeFile(letter, (await typed(["federation", "deposit", coop, did, "70"])).out);
    const joined = await typed(["federation", "join", join(coop, "constitution"), letter, "--data", data]);
    expect(joined).toMatchObject({ exit: 0, out: expect.stringContaining("a deposit of 70 mana") });
    expect(await typed(["federation", "join", letter, "--data", data])).toMatchObject({ exit: 3 });
    expect(await readFile(join(data, "constitution"), "utf8")).toBe(
      await readFile(join(coop, "constitution"), "utf8"),
    );
  });

  it("admits members by the word of its charter", async () => {
    const directory = await aDirectory();
    const [data, coop, word] = ["data", "coop", "word"].map((name) => join(directory, name)) as [
      string,
      string,
      string,
    ];
    await typed(["init", "--config", join(directory, "c.yaml"), "--data", data]);
    const { keys } = (await json(["keys", "--data", data])) as { keys: readonly { did: string }[] };
    const did = keys[0]?.did ?? "";
    await typed(["federation", "create", coop, "--guard", did]);
    await writeFile(word, (await typed(["federation", "admit", coop, did, "--days", "30"])).out);
    const joined = await typed(["federation", "join", join(coop, "constitution"), word, "--data", data]);
    expect(joined).toMatchObject({ exit: 0, out: expect.stringContaining(`the membership of ${did}`) });
    expect(
      (await json(["doctor", "--data", data, "--set", "network.listen=/ip4/127.0.0.1/tcp/0"])) as object,
    ).toMatchObject({ ok: true });
  });

  it.each([
    [["federation", "create", "somewhere"], 2],
    [["federation", "create", "somewhere", "--guard", "nobody"], 2],
    [
      ["federation", "deposit", "nowhere", "did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH", "5"],
      3,
    ],
    [
      ["federation", "deposit", "nowhere", "did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH", "-5"],
      2,
    ],
    [
      ["federation", "deposit", "nowhere", "did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH", "0"],
      2,
    ],
  ])("is not made of nonsense: %j ends with %i", async (line, exit) => {
    expect((await typed(line)).exit).toBe(exit);
  });
});

describe("what a node keeps", () => {
  it("is backed up, restored elsewhere, and verified there", async () => {
    const directory = await aDirectory();
    const [data, copy, other] = ["data", "copy", "other"].map((name) => join(directory, name)) as [
      string,
      string,
      string,
    ];
    await typed(["init", "--config", join(directory, "c.yaml"), "--data", data]);
    expect(await typed(["backup", copy, "--with-keys", "--data", data])).toMatchObject({ exit: 0, err: "" });
    expect(await typed(["backup", copy, "--data", data])).toMatchObject({ exit: 3 });
    const restored = await json(["restore", copy, "--data", other]);
    const { keys } = (await json(["keys", "--data", data])) as { keys: readonly { did: string }[] };
    expect(restored).toMatchObject({ ok: true, did: keys[0]?.did });
    expect(await json(["verify", "--data", other])).toMatchObject({ ok: true, findings: [] });
    expect(await typed(["restore", directory, "--data", other])).toMatchObject({
      exit: 3,
      err: expect.stringContaining("no backup"),
    });
  });
});

async function json(line: readonly string[]): Promise<unknown> {
  const answer: Typed = await typed([...line, "--json"]);
  if (answer.exit !== 0) throw new Error(answer.err);
  return JSON.parse(answer.out);
}

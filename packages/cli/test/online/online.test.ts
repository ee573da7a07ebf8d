import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { aDirectory } from "../a-directory.ts";
import { typed } from "../typed.ts";
import { aServedNode } from "./a-served-node.ts";

vi.setConfig({ testTimeout: 120_000 });

const NOBODY = "bafyreihufho6vtblr5n3lp2wibhoq4n763z35b5bsrfgakixqyrg3fp7zq";
const ONE_BID = ["--enough-bids", "1", "--bid-window-ms", "60000"];

describe("a job, asked about by commands", () => {
  it("AC-174: is submitted, followed to its end, listed, shown, printed and proven", async () => {
    const { url } = await aServedNode();
    const at = (line: string) => typed([...line.split(" "), "--url", url]);
    const submitted = await typed([
      "submit",
      "--echo",
      "hello",
      "--name",
      "first",
      ...ONE_BID,
      "--watch",
      "--url",
      url,
    ]);
    expect([submitted.exit, submitted.err]).toEqual([0, ""]);
    const [id = ""] = submitted.out.split("\n");
    expect(submitted.out).toContain("Completed");
    expect((await at("jobs --status Completed")).out).toContain(`${id}  Completed`);
    expect((await at("jobs --status Failed")).out).toBe("no jobs\n");
    expect((await at(`show ${id}`)).out).toContain("first");
    expect((await at(`outputs ${id}`)).out).toBe("Echo: hello");
    expect((await at(`prove ${id}`)).out).toContain("proven");
    expect(await at(`watch ${id}`)).toMatchObject({ exit: 0, out: expect.stringContaining("Completed") });
    expect(await at(`prove ${id} --net ${NOBODY}`)).toMatchObject({
      exit: 1,
      out: expect.stringContaining("other-federation"),
    });
    expect(await at("status")).toMatchObject({ exit: 0, out: expect.stringContaining("federation") });
  });

  it("is submitted from a file, and twice under a key but once", async () => {
    const { url } = await aServedNode();
    const directory = await aDirectory();
    const file = join(directory, "job.json");
    await writeFile(
      file,
      JSON.stringify({
        spec: { kind: { type: "echo", params: { payload: "from a file" } } },
        cost: "7",
        enoughBids: 1,
        bidWindowMs: 60_000,
      }),
    );
    const line = ["submit", "--file", file, "--idempotency-key", "once", "--json", "--url", url];
    const [first, second] = [JSON.parse((await typed(line)).out), JSON.parse((await typed(line)).out)];
    expect([first.isNew, second.isNew, second.id]).toEqual([true, false, first.id]);
    expect(await typed(["watch", first.id, "--url", url])).toMatchObject({ exit: 0 });
    const written = join(directory, "result");
    expect(await typed(["outputs", first.id, "--output", written, "--url", url])).toMatchObject({
      exit: 0,
      out: "",
    });
    expect(await readFile(written, "utf8")).toBe("Echo: from a file");
    expect(await typed(["outputs", first.id, "--output", written, "--url", url])).toMatchObject({ exit: 3 });
    const piped = {
      async *input() {
        yield await readFile(file);
      },
    };
    const dry = await typed(["submit", "--file", "-", "--dry-run", "--url", url], { input: piped.input() });
    expect(dry).toMatchObject({ exit: 0, out: expect.stringContaining("it would hold 7 of") });
    expect((await typed(["quote", file, "--url", url])).exit).toBe(0);
  });

  it("that fails ends with 1, and says why", async () => {
    const { url } = await aServedNode({ echo: () => ({ type: "failed", class: "trap", message: "no" }) });
    const { exit, out } = await typed(["submit", "--echo", "hello", ...ONE_BID, "--watch", "--url", url]);
    expect(exit).toBe(1);
    expect(out).toContain("Failed: trap");
  });

  it("has inputs that are stored first", async () => {
    const seen: string[] = [];
    const { url } = await aServedNode({
      wasm({ inputs, args, module }) {
        seen.push(...inputs.map((each) => new TextDecoder().decode(each)), ...args, String(module?.length));
        return { type: "ok", result: new Uint8Array([1]), outputs: new Map() };
      },
    });
    const directory = await aDirectory();
    const [module, input] = [join(directory, "m.wasm"), join(directory, "in.txt")];
    await writeFile(module, "1234");
    await writeFile(input, "an input");
    const line = [
      "submit",
      "five",
      "--module",
      module,
      "--input",
      input,
      ...ONE_BID,
      "--watch",
      "--url",
      url,
    ];
    expect(await typed(line)).toMatchObject({ exit: 0, err: "" });
    expect(seen).toEqual(["an input", "five", "4"]);
    const stored = JSON.parse((await typed(["put", input, "--json", "--url", url])).out);
    expect(stored).toMatchObject({ cid: expect.stringMatching(/^b/), bytes: 8 });
  });
});

describe("what a node refuses", () => {
  it("AC-174: has a code, an exit code by its kind, and a next step", async () => {
    const { url } = await aServedNode();
    const at = (line: string) => typed([...line.split(" "), "--url", url]);
    expect(await at(`show ${NOBODY}`)).toMatchObject({
      exit: 6,
      err: expect.stringContaining("icn-mesh jobs lists"),
    });
    expect((await at("submit --echo hello --cost 99999999999")).exit).toBe(5);
    expect((await at("submit --echo hello --cost much")).exit).toBe(2);
    expect((await at("jobs --label nonsense")).exit).toBe(2);
    expect((await at("show nonsense")).exit).toBe(2);
    expect((await at("submit")).exit).toBe(2);
    expect((await at("submit --module nothing.wasm")).exit).toBe(3);
    expect((await at("put nothing.txt")).exit).toBe(3);
  });

  it("AC-174: is told apart from a node that is not there, and from something that is no node", async () => {
    expect(await typed("jobs --url http://127.0.0.1:1")).toMatchObject({
      exit: 4,
      err: expect.stringContaining("icn-mesh start"),
    });
    expect(await typed("jobs --url nonsense")).toMatchObject({ exit: 2 });
    expect(await typed("jobs", { env: { ICN_MESH_URL: "http://127.0.0.1:1" } })).toMatchObject({ exit: 4 });
  });
});

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { aDirectory } from "../a-directory.ts";
import { aServedNode } from "../online/a-served-node.ts";
import { typed } from "../typed.ts";
import { type KeptFiles, unpackFiles } from "./kept-files.ts";

it("a data directory of the first form opens, is whole, proves its job, and goes on", async () => {
  const kept: KeptFiles = JSON.parse(await readFile(new URL("version-1.json", import.meta.url), "utf8"));
  const data = join(await aDirectory(), "data");
  await unpackFiles(kept, data);
  expect(await typed(["verify", "--data", data])).toMatchObject({
    exit: 0,
    out: expect.stringContaining("good"),
  });
  const { url } = await aServedNode({}, { data, "retention.enabled": "false" });
  const at = (line: string) => typed([...line.split(" "), "--url", url]);
  expect((await at("jobs")).out).toContain(`${kept.job}  Completed`);
  expect(await at(`prove ${kept.job}`)).toMatchObject({ exit: 0, out: expect.stringMatching(/^proven /) });
  expect((await at(`outputs ${kept.job}`)).out).toMatch(/^Echo: /);
  const next = "submit --echo again --enough-bids 1 --bid-window-ms 60000 --watch";
  expect(await at(next)).toMatchObject({ exit: 0, out: expect.stringContaining("Completed") });
});

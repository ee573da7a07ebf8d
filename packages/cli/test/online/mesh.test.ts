import { stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { aDirectory } from "../a-directory.ts";
import { typed } from "../typed.ts";
import { aServedNode } from "./a-served-node.ts";

vi.setConfig({ testTimeout: 120_000 });

describe("a node, asked about by commands", () => {
  it("says what accounts have, by which rules, and how good their word is", async () => {
    const { node, url } = await aServedNode();
    const at = (line: string) => typed([...line.split(" "), "--url", url]);
    expect((await at("mana")).out).toContain("1000000 mana");
    expect((await at(`mana ${node.did}`)).out).toContain(node.did);
    expect(await at("mana nobody")).toMatchObject({ exit: 2 });
    expect((await at("mana history")).out).toContain("receive");
    expect(await at(`reputation ${node.did}`)).toMatchObject({ exit: 0, out: expect.stringMatching(/^\d/) });
    expect((await at("federation show")).out).toContain(node.federation.net);
    expect((await at("peers")).out).toContain("0 connected");
  });

  it("joins a federation while it runs, lists those that it is in, and leaves", async () => {
    const { node, url } = await aServedNode();
    const at = (line: string) => typed([...line.split(" "), "--url", url]);
    const directory = join(await aDirectory(), "coop");
    expect((await typed(["federation", "create", directory, "--guard", node.did])).exit).toBe(0);
    const constitution = join(directory, "constitution");
    const { net } = JSON.parse((await at(`federations join ${constitution} --json`)).out);
    const lines = (await at("federations")).out.trim().split("\n");
    expect(lines.map((line) => line.split(/\s+/).slice(0, 3))).toEqual([
      [node.federation.net, "home", "guard"],
      [net, "guard", "0"],
    ]);
    expect((await at(`federations join ${constitution}`)).out).toContain("in it already");
    expect(await at(`federations leave ${node.federation.net}`)).toMatchObject({ exit: 5 });
    expect((await at(`federations leave ${net}`)).out).toBe(`left ${net}\n`);
    expect(await at(`federations leave ${net}`)).toMatchObject({ exit: 6 });
    expect(await at("federations leave there")).toMatchObject({ exit: 2 });
  });

  it("says what it would remove, and removes it", async () => {
    const { node, url } = await aServedNode();
    const at = (line: string) => typed([...line.split(" "), "--url", url]);
    expect((await at("prune --dry-run")).out).toContain(`${node.federation.net}`);
    expect((await at("prune")).out).toContain("nothing");
  });

  it("pauses, drains and takes work again", async () => {
    const { url } = await aServedNode();
    const at = (line: string) => typed([...line.split(" "), "--url", url]);
    expect((await at("executor status")).out).toBe("taking; 0 running, 0 waiting\n");
    expect((await at("executor pause")).out).toContain("paused");
    expect((await at("executor drain")).out).toContain("draining");
    expect((await at("executor resume")).out).toContain("taking");
  });

  it("makes an API key, which opens what it is for, until it is revoked", async () => {
    const { url } = await aServedNode();
    const at = (line: string) => typed([...line.split(" "), "--url", url]);
    const { out } = await at("apikeys create ci jobs:read --days 1 --json");
    const { key, secret } = JSON.parse(out);
    const env = { ICN_MESH_API_KEY: secret };
    expect(await typed(["jobs", "--url", url], { env })).toMatchObject({ exit: 0 });
    expect(await typed(["mana", "--url", url], { env })).toMatchObject({ exit: 5 });
    expect((await at("apikeys list")).out).toContain(key.id);
    expect(await at(`apikeys revoke ${key.id}`)).toMatchObject({ exit: 0 });
    expect(await typed(["jobs", "--url", url], { env })).toMatchObject({ exit: 5 });
    expect(await at("apikeys create ci everything")).toMatchObject({ exit: 2 });
  });

  it("says how much accounts may do, and changes it by account or key", async () => {
    const { node, url } = await aServedNode();
    const at = (line: string) => typed([...line.split(" "), "--url", url]);
    expect((await at("quotas")).out).toContain("0 of unlimited");
    await at("apikeys create ci jobs:read mana:read");
    expect((await at("quotas set ci --open-jobs 2 --spend-per-day 50")).out).toContain("0 of 2");
    expect((await at("quotas ci")).out).toContain("0 of 50");
    expect((await at("quotas list")).out).toMatch(/all others .*\n.*open jobs 2 /);
    expect(await at("quotas clear ci")).toMatchObject({ exit: 0 });
    expect((await at(`quotas ${node.did}`)).out).toContain("unlimited");
    expect(await at("quotas clear ci")).toMatchObject({ exit: 6 });
    expect(await at("quotas set ci")).toMatchObject({ exit: 2 });
    expect(await at("quotas set nobody --open-jobs 1")).toMatchObject({ exit: 2 });
  });

  it("asks for help, offers it, and takes either back", async () => {
    const { url } = await aServedNode();
    const at = (line: string) => typed([...line.split(" "), "--url", url]);
    const asked = (await at("aid request maps shelter --days 2")).out.trim();
    const offered = (await at("aid offer bread --echo warm --cost 10 --at-most 2")).out.trim();
    const { out } = await at("aid list");
    expect([out.includes(asked), out.includes(offered)]).toEqual([true, true]);
    expect((await at(`aid withdraw ${asked}`)).exit).toBe(0);
    expect((await at("aid list")).out).not.toContain(asked);
    expect(await at("aid offer bread")).toMatchObject({ exit: 2 });
    expect(await at("aid request")).toMatchObject({ exit: 2 });
  });

  it("shows, walks and exports blocks", async () => {
    const { url } = await aServedNode();
    const at = (line: string) => typed([...line.split(" "), "--url", url]);
    const submitted = await at("submit --echo hello --enough-bids 1 --bid-window-ms 60000 --watch");
    const [job = ""] = submitted.out.split("\n");
    expect((await at(`dag show ${job}`)).out).toContain("icn/job/1");
    expect(await at(`dag walk ${job}`)).toMatchObject({ exit: 0, out: expect.stringContaining(job) });
    const car = join(await aDirectory(), "job.car");
    expect(await at(`dag export ${job} ${car}`)).toMatchObject({ exit: 0 });
    expect((await stat(car)).size).toBeGreaterThan(100);
    expect(await at("dag show nonsense")).toMatchObject({ exit: 2 });
  });
});

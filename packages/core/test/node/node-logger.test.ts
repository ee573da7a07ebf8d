import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { createNodeLogger } from "../../src/node/node-logger.ts";

describe("the logger of a process", () => {
  it("writes each entry as a line of JSON", () => {
    const lines: string[] = [];
    const logger = createNodeLogger("network", { levels: "debug", write: (line) => lines.push(line) });
    logger.info("listening", { port: 4001, seq: 12n });
    logger.child("libp2p").debug("dialled\nby mistake");
    expect(lines.every((line) => line.indexOf("\n") === line.length - 1)).toBe(true);
    const [first, second] = lines.map((line) => JSON.parse(line));
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const fields = { port: 4001, seq: "12" };
    expect(first).toEqual({ time, level: "info", component: "network", message: "listening", fields });
    expect(second).toEqual({
      time,
      level: "debug",
      component: "network/libp2p",
      message: "dialledby mistake",
    });
  });

  it("takes its levels from ICN_MESH_LOG and writes to standard error", () => {
    expect(run("network=debug").stderr).toContain('"message":"quiet"');
    expect(run("warn")).toMatchObject({ stderr: "", stdout: "", status: 0 });
    expect(run(undefined).stderr).toContain('"message":"loud"');
    expect(run(undefined).stderr).not.toContain('"message":"quiet"');
  });

  it("refuses levels that are none", () => {
    expect(run("chatty")).toMatchObject({
      stderr: expect.stringContaining("CORE_BAD_LOG_LEVELS"),
      status: 1,
    });
  });
});

function run(levels: string | undefined) {
  const source = new URL("../../src/node/node-logger.ts", import.meta.url).href;
  const script = `
    const { createNodeLogger } = await import(${JSON.stringify(source)});
    const logger = createNodeLogger("network");
    logger.info("loud");
    logger.debug("quiet");`;
  const { ICN_MESH_LOG: _, ...rest } = process.env;
  const env = levels === undefined ? rest : { ...rest, ICN_MESH_LOG: levels };
  const args = ["--conditions=@icn-mesh/source", "--input-type=module", "--eval", script];
  return spawnSync(process.execPath, args, { env, encoding: "utf8" });
}

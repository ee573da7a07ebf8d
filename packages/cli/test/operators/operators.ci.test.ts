import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, execPath } from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createClient } from "@icn-mesh/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { metricsAskedFor, seriesIn } from "./metric-names.ts";
import { needsTool, runTool } from "./tool.ts";

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const FILES = fileURLToPath(new URL("../../../../examples/operators", import.meta.url));
const SETTINGS = [
  "network.listen=/ip4/127.0.0.1/tcp/0",
  "log=off",
  "http.port=0",
  "executor.enabled=true",
  "submitter.trustsFederation=true",
];

let root: string;
let node: ChildProcess;
let metrics: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "icn-mesh-operators-"));
  await cp(FILES, root, { recursive: true });
  node = icnMesh("start", "--json", "--stop-with-input", "--data", join(root, "data"), ...set(SETTINGS));
  const { url } = (await firstWords(node)) as { readonly url: string };
  const client = createClient({ url });
  const spec = { kind: { type: "echo", params: { payload: "for the metrics" } } };
  const job = await client.submitAndWait({ spec, cost: "10", enoughBids: 1, bidWindowMs: 60_000 });
  expect(job.status).toBe("Completed");
  const lost = { params: { id: "none" as never } };
  await expect(client.showJob(lost)).rejects.toThrow("GATEWAY_BAD_REQUEST");
  metrics = await client.metrics();
}, 300_000);

afterAll(async () => {
  if (node?.exitCode === null) {
    const ended = once(node, "exit");
    node.stdin?.end();
    await ended;
  }
  await rm(root, { recursive: true, force: true });
});

describe("the metrics of a node that has run a job", () => {
  it("pass `promtool check metrics`, which objects to a bad name", ({ skip }) => {
    needsTool("promtool", skip);
    expect(metrics).toContain("icn_mesh_jobs_completed_total 1");
    expect(runTool("promtool", ["check", "metrics"], metrics)).toEqual({ code: 0, said: "" });
    const bad = metrics.replaceAll("icn_mesh_jobs_completed_total", "icn_mesh_jobs_completed");
    expect(runTool("promtool", ["check", "metrics"], bad).code).toBe(3);
  });

  it("have every metric that the dashboard and the alerts ask for", async () => {
    const known = seriesIn(metrics);
    for (const file of ["grafana-dashboard.json", "alerts.yml"]) {
      const asked = metricsAskedFor(await readFile(join(root, file), "utf8"));
      expect(asked.length).toBeGreaterThan(3);
      expect(asked.filter((name) => !known.has(name))).toEqual([]);
    }
  });
});

describe("the files for operators", () => {
  it("are a configuration and alerts that Prometheus takes", async ({ skip }) => {
    needsTool("promtool", skip);
    const key = join(root, "key");
    await writeFile(key, "icnm_a_key\n");
    const path = join(root, "prometheus.yml");
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace("/etc/prometheus/icn-mesh-key", key));
    const run = runTool("promtool", ["check", "config", path]);
    expect(run, run.said).toMatchObject({ code: 0, said: expect.stringContaining("5 rules found") });
  });

  it("are a unit that systemd takes, which leaves little open", ({ skip }) => {
    needsTool("systemd-analyze", skip);
    const unit = join(root, "icn-mesh.service");
    expect(runTool("systemd-analyze", ["verify", "--man=no", unit])).toMatchObject({ code: 0, said: "" });
    const scored = ["security", "--offline=yes", "--threshold=50", "--no-pager", unit];
    const run = runTool("systemd-analyze", scored);
    expect(run, run.said).toMatchObject({ code: 0 });
  });

  it("are a dashboard of panels that do not overlap, each with queries to the source that is chosen", async () => {
    const dashboard = JSON.parse(await readFile(join(root, "grafana-dashboard.json"), "utf8")) as Dashboard;
    expect(dashboard).toMatchObject({ uid: "icn-mesh", schemaVersion: expect.any(Number) });
    expect(dashboard.templating.list).toMatchObject([{ type: "datasource", query: "prometheus" }]);
    const [source] = dashboard.templating.list;
    const cells = new Set<string>();
    for (const { title, datasource, gridPos, targets } of dashboard.panels) {
      expect(datasource, title).toEqual({ type: "prometheus", uid: `\${${source?.name}}` });
      expect(targets.every(({ refId, expr }) => refId !== "" && expr !== "")).toBe(true);
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (const cell of cellsOf(gridPos)) {
        expect(cells.has(cell), `${title} at ${cell}`).toBe(false);
        cells.add(cell);
      }
    }
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  });

  it("are a container whose environment and commands the node knows", async () => {
    const lines = (await readFile(join(root, "Containerfile"), "utf8")).split("\n");
    const variables = lines.flatMap((line) => {
      const [, name, value] = /^ENV (\w+)=(\S+)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    });
    expect(variables.map(([name]) => name)).toEqual(["ICN_MESH_DATA", "ICN_MESH_NETWORK_LISTEN"]);
    const printing = icnMeshWith(Object.fromEntries(variables), "config", "print", "--json");
    expect(await firstWords(printing)).toMatchObject({
      data: "/data/mesh",
      network: { listen: ["/ip4/0.0.0.0/tcp/4001"] },
    });
    const said = lines.flatMap((line) => /CMD (\[.*\])$/.exec(line)?.[1] ?? []);
    const commands = said.map((json) => (JSON.parse(json) as string[]).filter((word) => word !== "icn-mesh"));
    expect(commands).toEqual([["status", "--json"], ["start"]]);
    for (const [command = ""] of commands) {
      const help = icnMesh(command, "--help");
      expect(await once(help, "exit")).toEqual([0, null]);
    }
  });
});

interface Dashboard {
  readonly templating: { readonly list: readonly { readonly name: string }[] };
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly datasource: unknown;
    readonly gridPos: GridPos;
    readonly targets: readonly { readonly refId: string; readonly expr: string }[];
  }[];
}

interface GridPos {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

function cellsOf({ x, y, w, h }: GridPos): readonly string[] {
  const columns = Array.from({ length: w }, (_, index) => x + index);
  const rows = Array.from({ length: h }, (_, index) => y + index);
  return rows.flatMap((row) => columns.map((column) => `${column},${row}`));
}

function set(settings: readonly string[]): readonly string[] {
  return settings.flatMap((setting) => ["--set", setting]);
}

function icnMesh(...args: readonly string[]): ChildProcess {
  return icnMeshWith({}, ...args);
}

function icnMeshWith(variables: Readonly<Record<string, string>>, ...args: readonly string[]): ChildProcess {
  return spawn(execPath, ["--conditions=@icn-mesh/source", "--no-warnings", MAIN, ...args], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...env, NO_COLOR: "1", ...variables },
  });
}

async function firstWords({ stdout }: ChildProcess): Promise<unknown> {
  if (stdout === null) throw new Error("no output");
  for await (const line of createInterface({ input: stdout })) return JSON.parse(line);
  throw new Error("it ended without a word");
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startLocalFederation } from "@icn-mesh/node";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { usage } from "../errors.ts";
import { untilTold } from "../node/until-told.ts";

const MOST_NODES = 50;

/** Starts a federation on this machine, and runs it until it is told to end. */
export async function dev({ options, terminal, output }: CommandCall): Promise<ExitCode> {
  const nodes = options.count("nodes") ?? 5;
  if (nodes < 1 || nodes > MOST_NODES) throw usage(`--nodes is between 1 and ${MOST_NODES}, not ${nodes}`);
  const port = options.count("port") ?? 7845;
  const given = options.text("data");
  const root = given ?? (await mkdtemp(join(tmpdir(), "icn-mesh-dev-")));
  try {
    const federation = await startLocalFederation({
      root,
      nodes,
      mana: BigInt(options.count("mana") ?? 100_000),
      program: () => ({ file: ownProgram(), args: ["start", "--json", "--stop-with-input"] }),
      settings: (index) => ({ "http.port": String(port === 0 ? 0 : port + index) }),
      onReady: ({ name, url, did }) => output.note(`${output.paint.good(name)}  ${url ?? ""}  ${did}`),
    });
    const all = federation.nodes.map(({ name, did, url, addresses }) => ({ name, did, url, addresses }));
    output.show({ type: "ready", net: federation.net, nodes: all }, () =>
      [`federation ${federation.net} with ${nodes} nodes`, `  data in ${root}`, "  Ctrl-C ends it"].join(
        "\n",
      ),
    );
    await untilTold(terminal, false);
    output.note("stopping");
    await federation.stop();
  } finally {
    if (given === undefined) await rm(root, { recursive: true, force: true });
  }
  return EXIT.done;
}

/** This program, as it was built or as it is written. */
function ownProgram(): string {
  const isSource = import.meta.url.endsWith(".ts");
  return fileURLToPath(new URL(isSource ? "../main.ts" : "./main.js", import.meta.url));
}

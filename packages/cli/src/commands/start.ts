import { flushCompileCache } from "node:module";
import { startNode } from "@icn-mesh/node";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { loadNodeConfig } from "../node/load-node-config.ts";
import { nodeDoors } from "../node/node-doors.ts";
import { untilTold } from "../node/until-told.ts";

/** Starts a node, says where it is, and runs it until it is told to end. */
export async function start(call: CommandCall): Promise<ExitCode> {
  const { options, terminal, output, parts } = call;
  const doors = nodeDoors();
  const flags = flagsOf(call);
  const config = await loadNodeConfig({ options, env: terminal.env, flags }, doors.extensions);
  const node = await startNode(config, { extend: doors.extensions, parts });
  const addresses = node.network.addresses();
  const url = doors.url();
  const ready = { type: "ready", did: node.did, net: node.federation.net, addresses, url };
  output.show(ready, () =>
    [
      `${output.paint.good("running")} as ${node.did}`,
      `  federation ${node.federation.net}${node.guard === undefined ? "" : ", which it guards"}`,
      ...addresses.map((address) => `  reached at ${address}`),
      ...(url === undefined ? [] : [`  API at ${url}`]),
      node.executor === undefined
        ? "  runs no jobs of others; --offer changes that"
        : "  runs jobs of others",
    ].join("\n"),
  );
  // Where code that was compiled is kept, others who start now have it from here.
  flushCompileCache();
  await untilTold(terminal, options.isOn("stop-with-input"));
  output.note("stopping");
  await node.stop();
  return EXIT.done;
}

function flagsOf({ options }: CommandCall): Readonly<Record<string, string>> {
  const listen = options.text("listen");
  const join = options.text("join");
  return {
    ...(options.isOn("offer") && { "executor.enabled": "true" }),
    ...(listen !== undefined && { "network.listen": listen }),
    ...(join !== undefined && { "federation.constitution": join }),
  };
}

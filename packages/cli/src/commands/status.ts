import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { nodeClient } from "../online/node-client.ts";
import { columns } from "../terminal/columns.ts";

/** Says who a node is, and whether it can do its work now; ends with 1 where it cannot. */
export async function status(call: CommandCall): Promise<ExitCode> {
  const client = await nodeClient(call);
  const { interrupted: signal } = call.terminal;
  const [node, ready] = await Promise.all([client.showNode({ signal }), client.ready({ signal })]);
  const { paint } = call.output;
  call.output.show({ ...node, ...ready }, () =>
    [
      columns([
        ["account", node.did],
        ["federation", node.net],
        ["version", node.version],
        ["jobs", `${node.openJobs} open${node.runsJobs ? ", and it runs those of others" : ""}`],
        ...node.addresses.map((address) => ["address", address]),
      ]),
      ...ready.checks.map(({ name, ok, detail = "" }) =>
        `${ok ? paint.good("ok   ") : paint.bad("fault")}  ${name}  ${detail}`.trimEnd(),
      ),
    ].join("\n"),
  );
  return ready.ready ? EXIT.done : EXIT.negative;
}

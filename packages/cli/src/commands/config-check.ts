import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { configFile, loadNodeConfig } from "../node/load-node-config.ts";
import { nodeDoors } from "../node/node-doors.ts";

/** Says whether a configuration can be used; what is wrong with it is refused, all at once. */
export async function configCheck({ options, terminal, output }: CommandCall): Promise<ExitCode> {
  const call = { options, env: terminal.env };
  await loadNodeConfig(call, nodeDoors().extensions);
  const file = configFile(call) ?? null;
  output.show(
    { ok: true, file },
    () => `${output.paint.good("good")} ${file ?? "no file: every setting has its default"}`,
  );
  return EXIT.done;
}

import { configKeys, configSchema } from "@icn-mesh/node";
import { stringify } from "yaml";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { loadNodeConfig } from "../node/load-node-config.ts";
import { nodeDoors } from "../node/node-doors.ts";

/** Prints the configuration as a node would take it, without its secrets. */
export async function configPrint({ options, terminal, output }: CommandCall): Promise<ExitCode> {
  const { extensions } = nodeDoors();
  const config = await loadNodeConfig({ options, env: terminal.env }, extensions);
  const secrets = new Set(
    configKeys(configSchema(extensions)).flatMap(({ path, isSecret }) => (isSecret ? [path] : [])),
  );
  const shown = withoutSecrets(config, secrets, "");
  output.show(shown, () => stringify(shown).trimEnd());
  return EXIT.done;
}

function withoutSecrets(value: unknown, secrets: ReadonlySet<string>, above: string): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([name, each]) => {
    const path = above === "" ? name : `${above}.${name}`;
    return [name, secrets.has(path) ? "(secret)" : withoutSecrets(each, secrets, path)] as const;
  });
  return Object.fromEntries(entries.filter(([, each]) => each !== undefined));
}
